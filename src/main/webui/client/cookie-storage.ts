import { lifetime, type TokenStorageFor } from './tokens.js';

export interface CookieOptions {
  /** Part of the cookies' names, for several apps on one host. `latchkey` by default. */
  name?: string;
  /** The paths whose pages can read the cookies. `/` by default. */
  path?: string;
}

/**
 * Keeps the tokens in cookies that expire when the tokens do: all tabs share one session, which outlives a reload. The
 * cookies are `Secure` and `SameSite=Strict`. Scripts of the page can read them, so whoever gets a script in, can, too.
 */
export function cookieStorage({ name = 'latchkey', path = '/' }: CookieOptions = {}): TokenStorageFor {
  return (service) => {
    // Under `__Host-` a browser takes no cookie from a sibling of this host. That is for the path `/` only.
    const prefix = path === '/' ? '__Host-' : '__Secure-';
    // All ports of a host share its cookies: without the service, a client would send tokens to the wrong one.
    const [access, refresh, skew] = ['access', 'refresh', 'skew'].map(
      (what) => `${prefix}${name}_${what}_${encodeURIComponent(service)}`,
    ) as [string, string, string];

    function set(cookie: string, value: string, seconds: number): void {
      // Max-Age, not Expires: it is counted from now, whatever this machine's clock says.
      document.cookie = `${cookie}=${value}; Path=${path}; Max-Age=${seconds}; Secure; SameSite=Strict`;
    }

    return {
      sharedAs: `${name} ${service}`,
      read() {
        const cookies = document.cookie.split('; ').map((cookie) => cookie.split('=', 2) as [string, string]);
        // Of two with one name, one was planted, and nothing tells which.
        const valueOf = (wanted: string) => {
          const [found, ...others] = cookies.filter(([cookie]) => cookie === wanted);
          return others.length === 0 ? found?.[1] : undefined;
        };
        return { accessToken: valueOf(access), refreshToken: valueOf(refresh), skew: Number(valueOf(skew) ?? 0) };
      },
      write(tokens) {
        const untilTheEnd = lifetime(tokens.refreshToken);
        set(access, tokens.accessToken, lifetime(tokens.accessToken));
        set(refresh, tokens.refreshToken, untilTheEnd);
        set(skew, String(tokens.skew), untilTheEnd);
      },
      clear() {
        for (const cookie of [access, refresh, skew]) {
          set(cookie, '', 0);
        }
      },
    };
  };
}
