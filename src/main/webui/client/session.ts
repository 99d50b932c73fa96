import { json, replyTo, type Send } from './answers.js';
import type { AuthChanges } from './auth-changes.js';
import { AuthError, type AuthErrorCode, isOneOf } from './auth-error.js';
import { lockFor } from './lock.js';
import type { Credentials, NewAccount, Registration, TokenPair } from './model.js';
import { secondsToNextTry } from './refresh-retry.js';
import { claimsOf, type HeldTokens, isFresh, received, secondsLeft, type TokenStorage } from './tokens.js';

type Codes = ReadonlySet<AuthErrorCode>;

/** Codes of an access token that a refresh replaces by one that holds. */
export const RENEWABLE: Codes = new Set(['expired_token', 'stale_token', 'revoked_token', 'invalid_token']);

/** The same where `invalid_token` may be about what came by mail: a wrong code must not be sent twice. */
export const RENEWABLE_BESIDE_MAIL: Codes = new Set(['expired_token', 'stale_token', 'revoked_token']);

/** Codes of a refresh token that leave nothing but to sign in again. */
const SIGNED_OUT_BY: Codes = new Set(['expired_token', 'revoked_token', 'reused_token', 'invalid_token', 'email_not_verified']);

const REVOKED: Codes = new Set(['revoked_token']);

const TIMEOUT_MILLIS = 10_000;

/** All tries of a refresh have to fit into the service's grace, with much to spare. */
const REFRESH_TIMEOUT_MILLIS = 4_000;

/** The session that a storage holds. */
export interface HeldSession {
  /** One that holds, if that can be had. */
  accessToken(): Promise<string | undefined>;
  /** The access token that takes the place of one that does not do. */
  renew(replaced: string | undefined): Promise<string | undefined>;
  begin(path: string, body: Registration | Credentials): Promise<NewAccount>;
  /** Sends what needs no access token; resolves to the data of the answer. */
  post<T>(path: string, sent: object): Promise<T>;
  logout(): Promise<void>;
  /** Keeps the next pair of the session, unless it has moved on or ended meanwhile. */
  moveOn(pair: Partial<TokenPair>): Promise<void>;
  /** Clears the tokens, if they are of this session. */
  forget(sid: string | undefined): Promise<void>;
}

export function sessionIn(storage: TokenStorage, service: string, send: Send, changes: AuthChanges): HeldSession {
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
    const outcome = await exchange(held.refreshToken).catch((error: unknown) => ({ error }));
    // Without Web Locks, another tab may have signed out or refreshed: what it left is newer than what we have.
    if (isStillThere(held.refreshToken)) {
      if ('error' in outcome) {
        if (isOneOf(SIGNED_OUT_BY, outcome.error)) {
          signOut();
        }
        throw outcome.error;
      }
      keep(outcome);
    }
    return storage.read().accessToken;
  }

  /** If only the answer was lost, the refresh token is used up: it has to be tried again before its grace is over. */
  async function exchange(refreshToken: string, failures = 0): Promise<TokenPair & HeldTokens> {
    try {
      const { body, status } = await request<Partial<TokenPair>>('/refresh-tokens', {
        headers: { Authorization: `Bearer ${refreshToken}` },
        signal: AbortSignal.timeout(REFRESH_TIMEOUT_MILLIS),
      });
      return received(body?.data) ?? noTokens(status);
    } catch (error) {
      const pause = secondsToNextTry(error, failures);
      if (pause === undefined) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause * 1000));
      if (!isStillThere(refreshToken)) {
        throw error;
      }
      return exchange(refreshToken, failures + 1);
    }
  }

  async function post<T>(path: string, sent: object): Promise<T> {
    return (await request<T>(path, json(sent))).body?.data as T;
  }

  /** Without the access token, and without following a redirect, which would take what is sent along. */
  function request<T>(path: string, init: RequestInit) {
    const signal = init.signal ?? AbortSignal.timeout(TIMEOUT_MILLIS);
    return replyTo<T>(new Request(service + path, { ...init, method: 'POST', redirect: 'error', signal }), send);
  }

  function isStillThere(refreshToken: string): boolean {
    return storage.read().refreshToken === refreshToken;
  }

  async function begin(path: string, sent: Registration | Credentials): Promise<NewAccount> {
    const { body, status } = await request<NewAccount & Partial<TokenPair>>(path, json(sent));
    const { id, flow } = body?.data ?? noTokens(status);
    const tokens = received(body?.data);
    if (!tokens) {
      // The email may have to be verified first.
      return flow ? { id, flow } : noTokens(status);
    }
    await exclusively(async () => {
      try {
        keep(tokens);
      } catch (error) {
        // What can't be kept must not go on at the service.
        await revoke(tokens).catch(() => {});
        throw error;
      }
    });
    changes.announce();
    return { id, flow };
  }

  /** A storage that can't leaves nobody signed in. */
  function keep(tokens: TokenPair & HeldTokens): void {
    try {
      storage.write(tokens);
    } catch (error) {
      changes.announce();
      throw error;
    }
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
      await revoke(storage.read());
    } catch (error) {
      if (!isOneOf(RENEWABLE, error)) {
        throw error;
      }
      await refresh(accessToken).catch(accept(SIGNED_OUT_BY));
      await revoke(storage.read()).catch(accept(REVOKED));
    }
  }

  async function revoke({ accessToken, refreshToken }: HeldTokens): Promise<void> {
    if (accessToken && refreshToken) {
      await request('/logout', { headers: { 'auth-token-access': accessToken, 'auth-token-refresh': refreshToken } });
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

  async function moveOn(pair: Partial<TokenPair>): Promise<void> {
    const next = received(pair);
    await exclusively(async () => {
      const { refreshToken } = storage.read();
      if (next && refreshToken && isNewer(next.refreshToken, refreshToken)) {
        keep(next);
      }
    });
  }

  function signOut(): void {
    storage.clear();
    changes.announce();
  }

  return { accessToken, renew, begin, post, logout, moveOn, forget };
}

/** A pair that is none must not take the place of one that is. */
function noTokens(status: number): never {
  throw new AuthError('unexpected', 'The answer has no tokens.', status);
}

/** Of the same session, and issued no sooner. */
function isNewer(token: string, held: string): boolean {
  const [next, now] = [claimsOf(token), claimsOf(held)];
  return next.sid === now.sid && next.iat >= now.iat;
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
