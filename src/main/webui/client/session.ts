import type { AxiosInstance } from 'axios';
import { AuthError, type AuthErrorCode, isOneOf } from './auth-error.js';
import { lockFor } from './lock.js';
import type { Credentials, Registration, Reply, TokenPair } from './model.js';
import { claimsOf, type HeldTokens, isFresh, received, secondsLeft, type TokenStorage } from './tokens.js';

type Codes = ReadonlySet<AuthErrorCode>;

/** Codes of an access token that a refresh replaces by one that holds. */
export const RENEWABLE: Codes = new Set(['expired_token', 'stale_token', 'revoked_token', 'invalid_token']);

/** Codes of a refresh token that leave nothing but to sign in again. */
const SIGNED_OUT_BY: Codes = new Set(['expired_token', 'revoked_token', 'reused_token', 'invalid_token']);

const REVOKED: Codes = new Set(['revoked_token']);

/** Codes that may be gone at the next try. */
const PASSING: Codes = new Set(['network', 'unavailable']);

/** How long to wait before the second and the third try of a refresh, if the service does not say. */
const PAUSES_SECONDS = [1, 3];
const LONGEST_PAUSE_SECONDS = 5;

/** All tries of a refresh have to fit into the service's grace, with much to spare. */
const REFRESH_TIMEOUT_MILLIS = 4_000;

/** The session that a storage holds. */
export interface HeldSession {
  /** One that holds, if that can be had. */
  accessToken(): Promise<string | undefined>;
  /** The access token that takes the place of one that does not do. */
  renew(replaced: string | undefined): Promise<string | undefined>;
  begin(path: string, body: Registration | Credentials): Promise<string>;
  logout(): Promise<void>;
  /** Clears the tokens, if they are of this session. */
  forget(sid: string | undefined): Promise<void>;
  signedIn(): boolean;
}

export function sessionIn(
  storage: TokenStorage,
  withoutToken: AxiosInstance,
  onSignedOut: (() => void) | undefined,
): HeldSession {
  const exclusively = lockFor(storage.sharedAs);
  let renewal: Promise<string | undefined> | undefined;

  async function accessToken(): Promise<string | undefined> {
    const held = storage.read();
    if (isFresh(held) || !held.refreshToken) {
      return held.accessToken;
    }
    const left = () => secondsLeft(held.accessToken, held.skew);
    const next = renew(held.accessToken);
    try {
      // Nearly expired is not expired: while the service can't refresh, the request may still get through.
      return await (left() > 1 ? within(left() - 1, next) : next);
    } catch {
      return isStillThere(held.refreshToken) && left() > 0 ? held.accessToken : next;
    }
  }

  /** All who ask meanwhile share one refresh. */
  function renew(replaced: string | undefined): Promise<string | undefined> {
    renewal ??= exclusively(() => refresh(replaced)).finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  /** To be called exclusively. Resolves to nothing if the user has signed out meanwhile. */
  async function refresh(replaced: string | undefined): Promise<string | undefined> {
    const held = storage.read();
    if (!held.refreshToken || (held.accessToken !== replaced && isFresh(held))) {
      // Another tab was first.
      return held.accessToken;
    }
    try {
      const next = await exchange(held.refreshToken, PAUSES_SECONDS);
      // Without Web Locks, another tab may have signed out or refreshed: what it left is newer than what we have.
      if (isStillThere(held.refreshToken)) {
        storage.write(next);
      }
    } catch (error) {
      if (isStillThere(held.refreshToken)) {
        if (isOneOf(SIGNED_OUT_BY, error)) {
          signOut();
        }
        throw error;
      }
    }
    return storage.read().accessToken;
  }

  /** If only the answer was lost, the refresh token is used up: it has to be tried again before its grace is over. */
  async function exchange(refreshToken: string, [pause, ...pauses]: number[]): Promise<TokenPair & HeldTokens> {
    try {
      return await fetchPair('/refresh-tokens', undefined, {
        headers: { Authorization: `Bearer ${refreshToken}` },
        timeout: REFRESH_TIMEOUT_MILLIS,
      });
    } catch (error) {
      if (pause === undefined || !isOneOf(PASSING, error)) {
        throw error;
      }
      const seconds = error.retryAfter ?? pause;
      if (seconds > LONGEST_PAUSE_SECONDS) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      if (!isStillThere(refreshToken)) {
        throw error;
      }
      return exchange(refreshToken, pauses);
    }
  }

  /** A pair that is none must not take the place of one that is. */
  async function fetchPair(...request: Parameters<AxiosInstance['post']>) {
    const { data, status } = await withoutToken.post<Partial<Reply<TokenPair & { id: string }>> | null>(...request);
    const tokens = received(data?.data);
    if (!tokens) {
      throw new AuthError('unexpected', 'The answer has no tokens.', status);
    }
    return { ...tokens, id: data!.data!.id };
  }

  function isStillThere(refreshToken: string): boolean {
    return storage.read().refreshToken === refreshToken;
  }

  async function begin(path: string, body: Registration | Credentials): Promise<string> {
    const { id, ...tokens } = await fetchPair(path, body);
    await exclusively(async () => storage.write(tokens));
    return id;
  }

  async function logout(): Promise<void> {
    await exclusively(async () => {
      try {
        await endThisSession();
      } finally {
        signOut();
      }
    });
  }

  /** The service wants two tokens that hold; a refresh comes first if the access token does not. */
  async function endThisSession(): Promise<void> {
    if (!isFresh(storage.read())) {
      await refresh(storage.read().accessToken).catch(accept(SIGNED_OUT_BY));
    }
    const { accessToken } = storage.read();
    try {
      await revoke();
    } catch (error) {
      if (!isOneOf(RENEWABLE, error)) {
        throw error;
      }
      await refresh(accessToken).catch(accept(SIGNED_OUT_BY));
      await revoke().catch(accept(REVOKED));
    }
  }

  async function revoke(): Promise<void> {
    const { accessToken, refreshToken } = storage.read();
    if (accessToken && refreshToken) {
      await withoutToken.post('/logout', undefined, {
        headers: { 'auth-token-access': accessToken, 'auth-token-refresh': refreshToken },
      });
    }
  }

  async function forget(sid: string | undefined): Promise<void> {
    await exclusively(async () => {
      const { refreshToken } = storage.read();
      if (refreshToken && claimsOf(refreshToken).sid === sid) {
        signOut();
      }
    });
  }

  function signOut(): void {
    const wasSignedIn = signedIn();
    storage.clear();
    if (wasSignedIn) {
      onSignedOut?.();
    }
  }

  function signedIn(): boolean {
    return !!storage.read().refreshToken;
  }

  return { accessToken, renew, begin, logout, forget, signedIn };
}

/** For errors that tell that what was wanted is so already. */
function accept(codes: Codes): (error: unknown) => void {
  return (error) => {
    if (!isOneOf(codes, error)) {
      throw error;
    }
  };
}

/** Rejects when the time is over. */
function within<T>(seconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
