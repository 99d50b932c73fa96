/** Runs one thing at a time. */
export type Lock = <T>(run: () => Promise<T>) => Promise<T>;

/**
 * One at a time in all tabs that share a name. Without a name, or where the browser has no Web Locks (which it has on
 * https and on localhost), one at a time in this tab: two tabs may then refresh at once, for which the service has its
 * grace.
 */
export function lockFor(name?: string): Lock {
  const locks = globalThis.navigator?.locks;
  if (name && locks) {
    return async (run) => locks.request(`latchkey:${name}`, run) as ReturnType<typeof run>;
  }
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };
}
