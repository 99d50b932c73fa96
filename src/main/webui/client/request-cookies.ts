import type { CookieJar } from './cookie-storage.js';

/** The cookies of one request to a server, for `cookieStorage`. */
export interface RequestCookies extends CookieJar {
  /** The values of the answer's `Set-Cookie` headers: what has changed meanwhile, each cookie once. */
  readonly setCookies: readonly string[];
}

/** Reads the header `Cookie` of a request, and collects what has to go back with its answer. */
export function requestCookies(header: string | null | undefined): RequestCookies {
  // As it is: it may hold two cookies of one name, which must not become one.
  let pairs = (header ?? '').split('; ').filter(Boolean);
  const changes = new Map<string, string>();
  return {
    get cookie() {
      return pairs.join('; ');
    },
    set cookie(line) {
      const [pair, ...attributes] = line.split('; ') as [string, ...string[]];
      const name = pair.slice(0, pair.indexOf('='));
      pairs = pairs.filter((other) => !other.startsWith(`${name}=`));
      if (!attributes.includes('Max-Age=0')) {
        pairs.push(pair);
      }
      changes.set(name, line);
    },
    get setCookies() {
      return [...changes.values()];
    },
  };
}
