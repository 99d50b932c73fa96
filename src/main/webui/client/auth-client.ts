import axios, { type AxiosInstance, type CreateAxiosDefaults, type InternalAxiosRequestConfig } from 'axios';
import { AuthError, isOneOf, toAuthError } from './auth-error.js';
import { cookieStorage } from './cookie-storage.js';
import type { Account, Credentials, Registration, Reply, Session } from './model.js';
import { RENEWABLE, sessionIn } from './session.js';
import { claimsOf, secondsLeft, type TokenStorageFor } from './tokens.js';

export interface AuthClientOptions {
  /** Where the service is, such as `https://app.example.com/auth`. Tokens are sent to its origin and no other. */
  baseURL: string;
  /** Where the tokens are kept: `cookieStorage()`, which is the default, or `memoryStorage()`. */
  storage?: TokenStorageFor;
  /** Told when it shows that nobody is signed in: after a logout, or when a request finds the session over. */
  onSignedOut?: () => void;
}

/** The front end's half of the flow. All methods reject with an `AuthError`. */
export interface AuthClient {
  /** For requests of your own, with paths from the service's origin on: sends the access token along, kept fresh. */
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

/** A second try has to go where the first one went, with the token that was renewed for it. */
type Sent = InternalAxiosRequestConfig & { repeat?: { address: string; token: string } };

const TIMEOUT_MILLIS = 10_000;

/** Makes a client. One for each service is enough; tabs share a session if the storage does. */
export function createAuthClient({
  baseURL,
  storage: storageFor = cookieStorage(),
  onSignedOut,
}: AuthClientOptions): AuthClient {
  const { origin, pathname } = new URL(baseURL, globalThis.location?.href);
  const service = `${origin}${pathname}`.replace(/\/+$/, '');
  const settings: CreateAxiosDefaults = {
    // A redirect would take the token along, in some browsers to other origins, too. Only fetch can refuse it.
    adapter: 'fetch',
    fetchOptions: { redirect: 'error' },
  };
  const http = axios.create({ ...settings, baseURL: origin });
  const withoutToken = axios.create({ ...settings, baseURL: service, timeout: TIMEOUT_MILLIS });
  const storage = storageFor(service);
  const session = sessionIn(storage, withoutToken, onSignedOut);
  /** The service may be below a path, such as `/auth`, where requests by `http` are not. */
  const below = { baseURL: service };

  http.interceptors.request.use(async (config: Sent) => {
    const { repeat } = config;
    const address = addressOf(repeat?.address, config);
    if (address?.origin !== origin) {
      throw new AuthError('foreign_origin', `Tokens are sent to ${origin} only.`);
    }
    // What was checked is what is sent: fetch would resolve a relative address against the page, or its <base>.
    config.url = address.href;
    delete config.baseURL;
    delete config.params;
    const token = repeat?.token ?? (await session.accessToken());
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
    if (sent && refused && !sent.repeat && isOneOf(RENEWABLE, error)) {
      const token = await session.renew(refused);
      // If another user has signed in meanwhile, the request is not theirs.
      if (token && claimsOf(token).sub === claimsOf(refused).sub) {
        return http.request({ ...sent, repeat: { address: sent.url!, token } } as Sent);
      }
    }
    if (error.code === 'missing_token') {
      onSignedOut?.();
    }
    throw error;
  });

  withoutToken.interceptors.response.use(undefined, (cause) => {
    throw toAuthError(cause);
  });

  /** Nothing for one that axios takes for malformed, such as `http:\\\\host`, which fetch would follow. */
  function addressOf(repeated: string | undefined, config: Sent): URL | undefined {
    try {
      return new URL(repeated ?? axios.getUri(config), origin);
    } catch {
      return undefined;
    }
  }

  async function logoutEverywhere(): Promise<void> {
    const { config } = await http.post('/logout/all', undefined, below);
    // A sign-in may have come in meanwhile.
    await session.forget(claimsOf(tokenOf(config) ?? '').sid);
  }

  return {
    http,
    register: (registration) => session.begin('/register', registration),
    login: (credentials) => session.begin('/login', credentials),
    logout: session.logout,
    logoutEverywhere,
    user: async () => (await http.post<Reply<Account>>('/user/details', undefined, below)).data.data,
    sessions: async () => (await http.get<Reply<Session[]>>('/sessions', below)).data.data,
    endSession: async (id) => {
      await http.delete(`/sessions/${encodeURIComponent(id)}`, below);
    },
    signedIn: session.signedIn,
    secondsLeft() {
      const { accessToken, refreshToken, skew } = storage.read();
      return { access: secondsLeft(accessToken, skew), refresh: secondsLeft(refreshToken, skew) };
    },
  };
}

function tokenOf(sent: InternalAxiosRequestConfig | undefined): string | undefined {
  return sent?.headers.get('Authorization')?.toString().replace('Bearer ', '');
}
