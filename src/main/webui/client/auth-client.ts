import axios, { type AxiosInstance, type CreateAxiosDefaults, type InternalAxiosRequestConfig } from 'axios';
import { AuthError, type AuthErrorCode, toAuthError } from './auth-error.js';
import { cookieStorage } from './cookie-storage.js';
import { lockFor } from './lock.js';
import type { Account, Credentials, Registration, Reply, Session, TokenPair } from './model.js';
import { isFresh, received, secondsLeft, type TokenStorage } from './tokens.js';

export interface AuthClientOptions {
  /** Where the service is. Tokens are sent to this origin and no other. */
  baseURL: string;
  /** Where the tokens are kept: `cookieStorage()`, which is the default, or `memoryStorage()`. */
  storage?: TokenStorage;
  /** Told when it shows that nobody is signed in: after a logout, or when a request finds the session over. */
  onSignedOut?: () => void;
}

/** The front end's half of the flow. All methods reject with an `AuthError`. */
export interface AuthClient {
  /** For requests of your own to the same origin: sends the access token along and keeps it fresh. */
  readonly http: AxiosInstance;
  /** Makes an account and signs in; resolves to the user's id. */
  register(registration: Registration): Promise<string>;
  /** Signs in; resolves to the user's id. */
  login(credentials: Credentials): Promise<string>;
  /** Signs this browser out, in any case. If it rejects, the service may not know yet. */
  logout(): Promise<void>;
  /** Ends all sessions of the user. If it rejects, nothing is done, and the user is signed in as before. */
  logoutEverywhere(): Promise<void>;
  /** Who is signed in. */
  user(): Promise<Account>;
  /** The user's sessions, the one used last first. */
  sessions(): Promise<Session[]>;
  /** Ends one of them. */
  endSession(id: string): Promise<void>;
  /** Whether there are tokens. The next request shows whether they hold. */
  signedIn(): boolean;
  /** How long the tokens still hold, in seconds. */
  secondsLeft(): { access: number; refresh: number };
}

type Sent = InternalAxiosRequestConfig & { repeated?: boolean };

/** Codes of an access token that a refresh replaces by one that holds. */
const RENEWABLE: ReadonlySet<AuthErrorCode> = new Set(['expired_token', 'stale_token', 'revoked_token']);

/** Codes of a refresh token that leave nothing but to sign in again. */
const OVER: ReadonlySet<AuthErrorCode> = new Set(['expired_token', 'revoked_token', 'reused_token', 'invalid_token']);

const PATIENCE_MILLIS = 10_000;

/** Makes a client. One for each service is enough; tabs share a session if the storage does. */
export function createAuthClient({
  baseURL,
  storage = cookieStorage(),
  onSignedOut,
}: AuthClientOptions): AuthClient {
  const service = new URL(baseURL, globalThis.location?.href);
  const settings: CreateAxiosDefaults = {
    baseURL: service.href,
    // A redirect would take the token along, in some browsers to other origins, too. Only fetch can refuse it.
    adapter: 'fetch',
    fetchOptions: { redirect: 'error' },
  };
  const http = axios.create(settings);
  const plain = axios.create({ ...settings, timeout: PATIENCE_MILLIS });
  const exclusively = lockFor(storage.sharedAs);
  let renewal: Promise<string | undefined> | undefined;

  http.interceptors.request.use(async (config) => {
    if (new URL(axios.getUri(config), service).origin !== service.origin) {
      throw new AuthError('foreign_origin', `Tokens are sent to ${service.origin} only.`);
    }
    const token = await accessToken();
    if (token) {
      config.headers.set('Authorization', `Bearer ${token}`);
    }
    return config;
  });

  http.interceptors.response.use(undefined, async (cause) => {
    const error = toAuthError(cause);
    if (!(error instanceof AuthError)) {
      throw error;
    }
    const sent = cause.config as Sent | undefined;
    const refused = tokenOf(sent);
    if (sent && refused && !sent.repeated && RENEWABLE.has(error.code) && (await renewed(refused))) {
      return http.request({ ...sent, repeated: true } as Sent);
    }
    if (error.code === 'missing_token') {
      onSignedOut?.();
    }
    throw error;
  });

  plain.interceptors.response.use(undefined, (cause) => {
    throw toAuthError(cause);
  });

  async function accessToken(): Promise<string | undefined> {
    const held = storage.read();
    if (isFresh(held) || !held.refreshToken) {
      return held.accessToken;
    }
    try {
      return await renewed(held.accessToken);
    } catch (error) {
      // Nearly expired is not expired: the request may still get through while the service can't refresh.
      if (signedIn() && secondsLeft(held.accessToken, held.skew) > 0) {
        return held.accessToken;
      }
      throw error;
    }
  }

  /** The access token that takes the place of one that does not do; all who ask meanwhile share one refresh. */
  function renewed(worn: string | undefined): Promise<string | undefined> {
    renewal ??= exclusively(() => refresh(worn)).finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  /** To be called exclusively. Resolves to nothing if the user has signed out meanwhile. */
  async function refresh(worn: string | undefined): Promise<string | undefined> {
    const held = storage.read();
    if (!held.refreshToken || (held.accessToken !== worn && isFresh(held))) {
      // Another tab was first.
      return held.accessToken;
    }
    try {
      const { data } = await plain.post<Reply<TokenPair>>('/refresh-tokens', undefined, {
        headers: { Authorization: `Bearer ${held.refreshToken}` },
      });
      // Without Web Locks, another tab may have signed out or refreshed: what it left is newer than what we have.
      if (isStillThere(held.refreshToken)) {
        storage.write(received(data.data));
      }
    } catch (error) {
      if (isStillThere(held.refreshToken)) {
        if (isOver(error)) {
          signOut();
        }
        throw error;
      }
    }
    return storage.read().accessToken;
  }

  function isStillThere(refreshToken: string): boolean {
    return storage.read().refreshToken === refreshToken;
  }

  async function begin(path: string, body: Registration | Credentials): Promise<string> {
    const { data } = await plain.post<Reply<TokenPair & { id: string }>>(path, body);
    await exclusively(async () => storage.write(received(data.data)));
    return data.data.id;
  }

  async function logout(): Promise<void> {
    await exclusively(async () => {
      try {
        await endThisSession();
      } catch (error) {
        if (!isOver(error)) {
          throw error;
        }
      } finally {
        signOut();
      }
    });
  }

  /** The service wants two tokens that hold; a refresh comes first if the access token does not. */
  async function endThisSession(worn?: string): Promise<void> {
    if (worn || !isFresh(storage.read())) {
      await refresh(worn ?? storage.read().accessToken);
    }
    const { accessToken, refreshToken } = storage.read();
    if (!accessToken || !refreshToken) {
      return;
    }
    try {
      await plain.post('/logout', undefined, {
        headers: { 'auth-token-access': accessToken, 'auth-token-refresh': refreshToken },
      });
    } catch (error) {
      if (worn || !(error instanceof AuthError && RENEWABLE.has(error.code))) {
        throw error;
      }
      await endThisSession(accessToken);
    }
  }

  async function logoutEverywhere(): Promise<void> {
    await http.post('/logout/all');
    await exclusively(async () => signOut());
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

  return {
    http,
    register: (registration) => begin('/register', registration),
    login: (credentials) => begin('/login', credentials),
    logout,
    logoutEverywhere,
    user: async () => (await http.post<Reply<Account>>('/user/details')).data.data,
    sessions: async () => (await http.get<Reply<Session[]>>('/sessions')).data.data,
    endSession: async (id) => {
      await http.delete(`/sessions/${encodeURIComponent(id)}`);
    },
    signedIn,
    secondsLeft() {
      const { accessToken, refreshToken, skew } = storage.read();
      return { access: secondsLeft(accessToken, skew), refresh: secondsLeft(refreshToken, skew) };
    },
  };
}

function tokenOf(sent: Sent | undefined): string | undefined {
  return sent?.headers.get('Authorization')?.toString().replace('Bearer ', '');
}

function isOver(error: unknown): boolean {
  return error instanceof AuthError && OVER.has(error.code);
}
