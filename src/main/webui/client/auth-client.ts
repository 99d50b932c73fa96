import { json, replyTo, type Send } from './answers.js';
import { authChanges, type AuthListener } from './auth-changes.js';
import { authorizedFetch } from './authorized-fetch.js';
import { cookieStorage } from './cookie-storage.js';
import type {
  Account,
  Credentials,
  Export,
  Flow,
  MailProof,
  NewAccount,
  PasswordChange,
  PasswordReset,
  ProfileChange,
  Registration,
  Session,
  TokenPair,
} from './model.js';
import { mayHaveBeenCarriedOut } from './refresh-retry.js';
import { RENEWABLE_BESIDE_MAIL, sessionIn } from './session.js';
import { claimsOf, secondsLeft, type TokenStorageFor } from './tokens.js';

export interface AuthClientOptions {
  /** Where the service is, such as `https://app.example.com/auth`. Tokens are sent to its origin and no other. */
  baseURL: string;
  /** Where the tokens are kept: `cookieStorage()`, which is the default, or `memoryStorage()`. */
  storage?: TokenStorageFor;
  /** Told when it shows that nobody is signed in: after a logout, also in another tab, or by a request. */
  onSignedOut?: () => void;
  /** What sends the requests, tokens and all; the global `fetch` if there is none here. */
  fetch?: (request: Request) => Promise<Response>;
}

/** The front end's half of the flow. All methods reject with an `AuthError`. */
export interface AuthClient {
  /** The service's origin, the only one that tokens are sent to. */
  readonly origin: string;
  /**
   * As the global `fetch`, but sends the access token along, kept fresh. Relative addresses start at the service's
   * origin; others than of that origin are refused. Rejects with an `AuthError` if there is no answer, or no token to be
   * had for now, and with the signal's own reason if it is aborted.
   */
  readonly fetch: typeof fetch;
  /**
   * An access token that holds for a while, for what can't go by `fetch`, such as a WebSocket; nothing if nobody is
   * signed in. Of one that was refused before its time, say so to get another.
   */
  getAccessToken(refused?: string): Promise<string | undefined>;
  /** Calls it when somebody signs in or out, in other tabs of the session, too, until what is returned is called. */
  onAuthChange(listener: AuthListener): () => void;
  /** Makes an account, and signs in unless the email has to be verified first. */
  register(registration: Registration): Promise<NewAccount>;
  /** Signs in; resolves to the user's id. */
  login(credentials: Credentials): Promise<string>;
  /** Signs this browser out, in any case. If it rejects, the service may not know yet. */
  logout(): Promise<void>;
  /** Ends all sessions of the user. If it rejects, nothing is done, and the user is signed in as before. */
  logoutEverywhere(): Promise<void>;
  /** Who is signed in. */
  user(): Promise<Account>;
  /** Changes what is given; resolves to who is signed in, as it then is. */
  updateUser(change: ProfileChange): Promise<Account>;
  /** Ends all other sessions of the user. If it rejects with `unavailable`, try again with the same passwords. */
  changePassword(change: PasswordChange): Promise<void>;
  /** Deletes the account, and signs out. If it rejects, try again. */
  deleteUser(password: string): Promise<void>;
  /** Sends the mail by which the user's email is verified; resolves to the flow of its code. */
  requestEmailVerification(): Promise<string>;
  /** Shows that the mail arrived: signed in, or with the password. */
  verifyEmail(proof: MailProof, password?: string): Promise<void>;
  /** Says that somebody else has registered with one's email: removes the account, if it was never verified. */
  rejectEmail(token: string): Promise<void>;
  /**
   * Sends a mail, in that language unless the user has chosen one, if there is such a user; resolves to the flow of its
   * code in any case.
   */
  recoverPassword(email: string, locale?: string): Promise<string>;
  /** Sets the password, and ends all sessions of the user. If it rejects with `unavailable`, try again. */
  resetPassword(reset: PasswordReset): Promise<void>;
  /** Sends a mail to the new email; resolves to the flow of its code. Nothing changes before that is confirmed. */
  changeEmail(email: string, password: string): Promise<string>;
  /** Shows that the mail to the new email arrived, which takes the place of the old one. */
  confirmEmail(proof: MailProof): Promise<void>;
  /** Takes the change back, by the token of the notice to the old email, and ends all sessions of the user. */
  undoEmailChange(token: string): Promise<void>;
  /** All that the service has stored about the user. */
  exportUser(): Promise<Export>;
  /** The user's sessions, the one used last first. */
  sessions(): Promise<Session[]>;
  /** Ends one of them. */
  endSession(id: string): Promise<void>;
  /** Whether there are tokens. The next request shows whether they hold. */
  signedIn(): boolean;
  /** Whose tokens they are, as they say themselves: on a server, ask `user()`. Nothing if there are none. */
  userId(): string | undefined;
  /** How long the tokens still hold, in seconds. */
  secondsLeft(): { access: number; refresh: number };
}

/** Makes a client. One for each service is enough; tabs share a session if the storage does. */
export function createAuthClient({
  baseURL,
  storage: storageFor = cookieStorage(),
  onSignedOut,
  fetch: send = (request) => fetch(request),
}: AuthClientOptions): AuthClient {
  const { origin, pathname } = addressOf(baseURL);
  const service = `${origin}${pathname}`.replace(/\/+$/, '');
  const storage = storageFor(service);
  const changes = authChanges(userId, storage.sharedAs);
  const session = sessionIn(storage, service, send, changes);
  const withToken = authorizedFetch(origin, session, send, onMissingToken);
  const withTokenAndMail = authorizedFetch(origin, session, send, onMissingToken, RENEWABLE_BESIDE_MAIL);
  if (onSignedOut) {
    changes.listen((id) => id === undefined && onSignedOut());
  }

  function onMissingToken(): void {
    if (!changes.check()) {
      onSignedOut?.();
    }
  }

  function userId(): string | undefined {
    const { refreshToken } = storage.read();
    return refreshToken && claimsOf(refreshToken).sub;
  }

  /** The service may be below a path, such as `/auth`. */
  async function ask<T>(method: string, path: string, sent?: object, by: Send = withToken): Promise<T> {
    const { body } = await replyTo<T>(new Request(service + path, { method, ...(sent && json(sent)) }), by);
    return body?.data as T;
  }

  async function flowOf(answer: Promise<Flow>): Promise<string> {
    return (await answer).flow;
  }

  /** Is done, whatever comes of the refresh, which brings tokens that tell of it, or shows that the session is over. */
  async function confirm(done: Promise<unknown>): Promise<void> {
    await done;
    await session.renew(storage.read().accessToken).catch(() => {});
  }

  /** If only the answer was lost, the tokens are replaced: a refresh brings the next ones, if it comes within the grace. */
  async function moveOn(done: Promise<Partial<TokenPair>>): Promise<void> {
    try {
      await session.moveOn(await done);
    } catch (error) {
      if (mayHaveBeenCarriedOut(error)) {
        await session.renew(storage.read().accessToken).catch(() => {});
      }
      throw error;
    }
  }

  /** For what ends the session; a sign-in that came in meanwhile stays. */
  async function askAndForget(method: string, path: string, sent?: object): Promise<void> {
    const { sid } = claimsOf(storage.read().refreshToken ?? '');
    await ask(method, path, sent);
    await session.forget(sid);
  }

  return {
    origin,
    fetch: withToken,
    getAccessToken: (refused) => (refused ? session.renew(refused) : session.accessToken()),
    onAuthChange: changes.listen,
    register: (registration) => session.begin('/register', registration),
    login: async (credentials) => (await session.begin('/login', credentials)).id,
    logout: session.logout,
    logoutEverywhere: () => askAndForget('POST', '/logout/all'),
    user: () => ask('POST', '/user/details'),
    updateUser: (change) => ask('PATCH', '/user', change),
    changePassword: (change) => moveOn(ask('POST', '/user/password', change)),
    deleteUser: (password) => askAndForget('DELETE', '/user', { password }),
    requestEmailVerification: () => flowOf(ask('POST', '/email/verification')),
    verifyEmail: (proof, password) =>
      confirm(
        password === undefined
          ? ask('POST', '/email/verification/confirm', proof, withTokenAndMail)
          : session.post('/email/verification/confirm', { ...proof, password }),
      ),
    rejectEmail: (token) => confirm(session.post('/email/verification/reject', { token })),
    recoverPassword: (email, locale) => flowOf(session.post('/password/recovery', { email, locale })),
    resetPassword: (reset) => confirm(session.post('/password/recovery/confirm', reset)),
    changeEmail: (email, password) => flowOf(ask('POST', '/user/email', { email, password })),
    confirmEmail: (proof) => confirm(session.post('/user/email/confirm', proof)),
    undoEmailChange: (token) => confirm(session.post('/user/email/undo', { token })),
    exportUser: () => ask('GET', '/user/export'),
    sessions: () => ask('GET', '/sessions'),
    endSession: (id) => ask('DELETE', `/sessions/${encodeURIComponent(id)}`),
    signedIn: () => !!storage.read().refreshToken,
    userId,
    secondsLeft() {
      const { accessToken, refreshToken, skew } = storage.read();
      return { access: secondsLeft(accessToken, skew), refresh: secondsLeft(refreshToken, skew) };
    },
  };
}

function addressOf(baseURL: string): URL {
  try {
    return new URL(baseURL, globalThis.location?.href);
  } catch {
    throw new TypeError(`The baseURL has to be absolute where there is no page, such as on a server: ${baseURL}`);
  }
}
