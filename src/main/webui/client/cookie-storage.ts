import { lifetime, type TokenStorage } from './tokens.js';

export interface CookieOptions {
  /** What the cookies' names begin with, for several apps on one host. `latchkey` by default. */
  name?: string;
  /** The paths whose pages can read the cookies. `/` by default. */
  path?: string;
}

/**
 * Keeps the tokens in cookies that expire when the tokens do: all tabs share one session, which outlives a reload. The
 * cookies are `Secure` and `SameSite=Strict`. Scripts of the page can read them, so whoever gets a script in, can, too.
 */
export function cookieStorage({ name = 'latchkey', path = '/' }: CookieOptions = {}): TokenStorage {
  const access = `${name}_access`;
  const refresh = `${name}_refresh`;
  const skew = `${name}_skew`;

  function set(cookie: string, value: string, seconds: number): void {
    // Max-Age, not Expires: it is counted from now, whatever this machine's clock says.
    document.cookie = `${cookie}=${value}; Path=${path}; Max-Age=${seconds}; Secure; SameSite=Strict`;
  }

  return {
    sharedAs: name,
    read() {
      const cookies = new Map(document.cookie.split('; ').map((cookie) => cookie.split('=', 2) as [string, string]));
      return {
        accessToken: cookies.get(access),
        refreshToken: cookies.get(refresh),
        skew: Number(cookies.get(skew) ?? 0),
      };
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
}
