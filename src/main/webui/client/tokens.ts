import type { TokenPair } from './model.js';

/** The tokens that are at hand; either may be missing. */
export interface HeldTokens {
  readonly accessToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** How far the service's clock is ahead of this one, in seconds, as far as is known. */
  readonly skew: number;
}

/** Where a client keeps its tokens. */
export interface TokenStorage {
  /** The name under which several tabs share what is kept; none if each tab keeps its own. */
  readonly sharedAs?: string;
  read(): HeldTokens;
  write(tokens: TokenPair & HeldTokens): void;
  clear(): void;
}

interface Times {
  readonly iat: number;
  readonly exp: number;
}

/** A token counts as expired this long before it is, so that it still holds when it arrives. */
const MARGIN_SECONDS = 10;

/** The pair as it came in just now: when it was issued tells what time it is for the service. */
export function received({ accessToken, refreshToken }: TokenPair): TokenPair & HeldTokens {
  const { iat } = timesOf(accessToken);
  return { accessToken, refreshToken, skew: Math.round(iat - now()) };
}

/** For how long it was issued, in seconds. */
export function lifetime(token: string): number {
  const { iat, exp } = timesOf(token);
  return exp - iat;
}

/** How long a token still holds, in seconds; 0 if there is none. */
export function secondsLeft(token: string | undefined, skew: number): number {
  return token ? Math.max(0, timesOf(token).exp - skew - now()) : 0;
}

/** Whether there is an access token that will still hold when it arrives. */
export function isFresh({ accessToken, skew }: HeldTokens): boolean {
  // Of a token that lives for seconds only, the margin must not be the larger part.
  return !!accessToken && secondsLeft(accessToken, skew) > Math.min(MARGIN_SECONDS, lifetime(accessToken) / 4);
}

function now(): number {
  return Date.now() / 1000;
}

/** What is no token expired long ago: it is not worth an exception, and gets replaced as any other. */
function timesOf(token: string): Times {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const { iat, exp } = JSON.parse(atob(payload));
    return { iat: Number(iat), exp: Number(exp) };
  } catch {
    return { iat: 0, exp: 0 };
  }
}
