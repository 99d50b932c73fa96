import { AuthError } from './auth-error.js';
import { lifetime, type TokenStorageFor } from './tokens.js';

/** Reads all cookies as one header, and is told of changes as a browser's `document` is. */
export interface CookieJar {
  cookie: string;
}

export interface CookieOptions {
  /** Part of the cookies' names, for several apps on one host. `latchkey` by default. */
  name?: string;
  /** The paths whose pages can read the cookies. `/` by default. */
  path?: string;
  /** Whose cookies: those of the page by default; on a server those of a request, see `requestCookies`. */
  jar?: CookieJar;
}

/**
 * Keeps the tokens in cookies that expire when the tokens do: all tabs share one session, which outlives a reload. The
 * cookies are `Secure` and `SameSite=Strict`. Scripts of the page can read them, so whoever gets a script in, can, too.
 *
 * Without a page, such as on a server, and without a jar, nobody is signed in, and nobody can sign in.
 */
export function cookieStorage({ name = 'latchkey', path = '/', jar }: CookieOptions = {}): TokenStorageFor {
  return (service) => {
    // Under `__Host-` a browser takes no cookie from a sibling of this host. That is for the path `/` only.
    const prefix = path === '/' ? '__Host-' : '__Secure-';
    // All ports of a host share its cookies: without the service, a client would send tokens to the wrong one.
    const [access, refresh, skew] = ['access', 'refresh', 'skew'].map(
      (what) => `${prefix}${name}_${what}_${encodeURIComponent(service)}`,
    ) as [string, string, string];
    const cookies = jar ?? pageCookies;

    function set(cookie: string, value: string, seconds: number): void {
      // Max-Age, not Expires: it is counted from now, whatever this machine's clock says.
      cookies.cookie = `${cookie}=${value}; Path=${path}; Max-Age=${seconds}; Secure; SameSite=Strict`;
    }

    function read() {
      const pairs = cookies.cookie.split('; ').map((cookie) => cookie.split('=', 2) as [string, string]);
      // Of two with one name, one was planted, and nothing tells which.
      const valueOf = (wanted: string) => {
        const [found, ...others] = pairs.filter(([cookie]) => cookie === wanted);
        return others.length === 0 ? found?.[1] : undefined;
      };
      // What was measured is the browser's clock, which tells nothing of a server's.
      const ahead = jar ? 0 : Number(valueOf(skew) ?? 0);
      return { accessToken: valueOf(access), refreshToken: valueOf(refresh), skew: ahead };
    }

    function clear() {
      for (const cookie of [access, refresh, skew]) {
        set(cookie, '', 0);
      }
    }

    return {
      ...(jar || !globalThis.document ? {} : { sharedAs: `${name} ${service}` }),
      read,
      write(tokens) {
        const untilTheEnd = lifetime(tokens.refreshToken);
        set(access, tokens.accessToken, lifetime(tokens.accessToken));
        set(refresh, tokens.refreshToken, untilTheEnd);
        if (!jar) {
          set(skew, String(tokens.skew), untilTheEnd);
        }
        // A browser says nothing of cookies that it does not take.
        const kept = read();
        if (kept.refreshToken !== tokens.refreshToken || (kept.accessToken ?? '') !== tokens.accessToken) {
          clear();
          throw new AuthError('cookies_refused', whyRefused(path));
        }
      },
      clear,
    };
  };
}

/** There are none on a server, nor for a page in a sandbox. */
const pageCookies: CookieJar = {
  get cookie() {
    try {
      return document.cookie;
    } catch {
      return '';
    }
  },
  set cookie(line) {
    try {
      document.cookie = line;
    } catch {
      // It shows when they are read.
    }
  },
};

function whyRefused(path: string): string {
  if (!globalThis.document) {
    return 'There is no page here that keeps cookies. On a server, give cookieStorage a jar: requestCookies.';
  }
  if (location.protocol !== 'https:') {
    return `No browser keeps Secure cookies of ${location.origin}: use HTTPS. (Of localhost, all but Safari do.)`;
  }
  if (!location.pathname.startsWith(path)) {
    return `The cookies are for pages below ${path}, and ${location.pathname} is not.`;
  }
  return 'The browser does not keep the cookies: blocked, longer than 4 kB, or there is another of the same name.';
}
