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

/** Makes the storage for the tokens of one service: what is kept for another must never be read, since it is sent. */
export type TokenStorageFor = (service: string) => TokenStorage;

interface Claims {
  readonly iat: number;
  readonly exp: number;
  /** Whose token it is. */
  readonly sub?: string;
  /** The session that it belongs to. */
  readonly sid?: string;
}

/** A token counts as expired this long before it is, so that it still holds when it arrives. */
const MARGIN_SECONDS = 10;

/** The pair as it came in just now, if it is one: when it was issued tells what time it is for the service. */
export function received(pair: Partial<TokenPair> | undefined): (TokenPair & HeldTokens) | undefined {
  const { accessToken, refreshToken } = pair ?? {};
  if (!isToken(accessToken) || !isToken(refreshToken)) {
    return undefined;
  }
  return { accessToken, refreshToken, skew: Math.round(claimsOf(accessToken).iat - now()) };
}

/** For how long it was issued, in seconds. */
export function lifetime(token: string): number {
  const { iat, exp } = claimsOf(token);
  return exp - iat;
}

/** How long a token still holds, in seconds; 0 if there is none. */
export function secondsLeft(token: string | undefined, skew: number): number {
  return token ? Math.max(0, claimsOf(token).exp - skew - now()) : 0;
}

/** Whether there is an access token that will still hold when it arrives. */
export function isFresh({ accessToken, skew }: HeldTokens): boolean {
  // Of a token that lives for seconds only, the margin must not be the larger part.
  return !!accessToken && secondsLeft(accessToken, skew) > Math.min(MARGIN_SECONDS, lifetime(accessToken) / 4);
}

/** What is no token expired long ago: it is not worth an exception, and gets replaced as any other. */
export function claimsOf(token: string): Claims {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const { iat, exp, sub, sid } = JSON.parse(atob(payload));
    if (Number.isFinite(iat) && Number.isFinite(exp)) {
      return { iat, exp, sub, sid };
    }
  } catch {
    // Then it is none.
  }
  return { iat: 0, exp: 0 };
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && claimsOf(token).exp > 0;
}

function now(): number {
  return Date.now() / 1000;
}
