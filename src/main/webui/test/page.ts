/** What a browser does with document.cookie, as far as this is about it. */
export class CookiePage extends EventTarget {
  readonly written: string[] = [];
  private readonly kept = new Map<string, string>([['theme', 'dark']]);

  get cookie(): string {
    return [...this.kept].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  set cookie(line: string) {
    this.written.push(line);
    const [pair, ...attributes] = line.split('; ') as [string, ...string[]];
    const [name, value] = pair.split('=') as [string, string];
    if (attributes.includes('Max-Age=0')) {
      this.kept.delete(name);
    } else {
      this.kept.set(name, value);
    }
  }
}

/** One at a time, as the browser's own. */
class Locks {
  private last: Promise<unknown> = Promise.resolve();

  request(_name: string, ...rest: [() => Promise<unknown>] | [LockOptions, () => Promise<unknown>]): Promise<unknown> {
    const [{ signal }, run] = rest.length === 2 ? rest : [{} as LockOptions, rest[0]];
    if (signal?.aborted) {
      return Promise.reject(signal.reason);
    }
    const next = this.last.then(run);
    this.last = next.catch(() => undefined);
    return next;
  }
}

/** Node's own, but none that keeps the process waiting for what a page would. */
class Channel extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    (this as unknown as { unref(): void }).unref();
  }
}

const NODES_CHANNEL = globalThis.BroadcastChannel;

/** Makes this process a browser with a page, until `closePage`. */
export function openPage(address = 'https://app.test/'): CookiePage {
  const page = new CookiePage();
  define('document', page);
  define('location', new URL(address));
  define('navigator', { locks: new Locks() });
  define('BroadcastChannel', Channel);
  return page;
}

export function closePage(): void {
  for (const name of ['document', 'location', 'navigator']) {
    Reflect.deleteProperty(globalThis, name);
  }
  define('BroadcastChannel', NODES_CHANNEL);
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
