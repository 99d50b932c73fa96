/** Runs one thing at a time. */
export type Lock = <T>(run: () => Promise<T>) => Promise<T>;

/** Longer than a refresh takes with all its tries. */
const TIMEOUT_MILLIS = 20_000;

/**
 * One at a time in all tabs that share a name. Without a name, or where the browser has no Web Locks (which it has on
 * https and on localhost), one at a time in this tab: two tabs may then refresh at once, for which the service has its
 * grace.
 */
export function lockFor(name?: string): Lock {
  const locks = globalThis.navigator?.locks;
  if (name && locks) {
    return async (run) => {
      let begun = false;
      const begin = () => {
        begun = true;
        return run();
      };
      try {
        const signal = AbortSignal.timeout(TIMEOUT_MILLIS);
        return await (locks.request(`latchkey:${name}`, { signal }, begin) as ReturnType<typeof run>);
      } catch (error) {
        if (begun) {
          throw error;
        }
        // The browser may have suspended the tab that has the lock. The service's grace covers what comes of that.
        return run();
      }
    };
  }
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };
}
