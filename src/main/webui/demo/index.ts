import './demo.css';
import {
  type Account,
  type AuthClient,
  AuthError,
  cookieStorage,
  createAuthClient,
  memoryStorage,
  type Session,
  type TokenStorage,
  type TokenStorageFor,
} from '../client/index.js';
import { type LoggedRequest, watchRequests } from './request-log.js';

// For the browser's console, and the browser tests.
export * from '../client/axios.js';
export * from '../client/index.js';

interface Keeping {
  auth: AuthClient;
  storage: TokenStorage;
}

// A gateway may have the service below a path: /auth/demo.
const baseURL = new URL('.', location.href).href.replace(/\/$/, '');
const ways: Record<string, Keeping> = { cookies: keptIn(cookieStorage()), memory: keptIn(memoryStorage()) };
let { auth, storage } = ways.cookies!;
let shownAsSignedIn: boolean | undefined;

const rows = new Map<LoggedRequest, HTMLElement>();
watchRequests(showRequest);

onSubmit('sign-in', async (fields) => {
  ({ auth, storage } = ways[fields.get('storage') as string]!);
  await auth.login({ email: text(fields, 'email'), password: text(fields, 'password') });
  await load();
});
onSubmit('sign-up', async (fields) => {
  await auth.register({ name: text(fields, 'name'), email: text(fields, 'email'), password: text(fields, 'password') });
  await load();
});
onClick('show-details', async () => showDetails(await auth.user()));
onClick('many', async () => {
  await Promise.all(Array.from({ length: 20 }, () => auth.user()));
  tell('20 requests were answered.');
});
onClick('expire', async () => {
  expireAccessToken();
  tell('The access token is gone, as if its time were up. See what 20 requests at once make of it.');
});
onClick('show-sessions', async () => showSessions(await auth.sessions()));
onClick('sign-out', async () => {
  await auth.logout();
  tell('You are signed out here.');
});
onClick('sign-out-everywhere', async () => {
  await auth.logoutEverywhere();
  tell('You are signed out everywhere.');
});

Object.values(ways).forEach((way) => way.auth.onAuthChange(render));
render();
setInterval(render, 1000);
if (auth.signedIn()) {
  void attempt(load);
}

/** The page has a hand on the storage, so that it can take the access token away; no app needs that. */
function keptIn(storageFor: TokenStorageFor): Keeping {
  const kept = storageFor(baseURL);
  return { storage: kept, auth: createAuthClient({ baseURL, storage: () => kept }) };
}

/** A cookie is dropped by the browser when the token's time is up. */
function expireAccessToken(): void {
  const { refreshToken, skew } = storage.read();
  if (refreshToken) {
    storage.write({ accessToken: '', refreshToken, skew });
  }
}

/** Both at once: if the access token has run out, they share one refresh. */
async function load(): Promise<void> {
  const [account, sessions] = await Promise.all([auth.user(), auth.sessions()]);
  showDetails(account);
  showSessions(sessions);
}

/** What depends on the tokens; another tab may have signed out meanwhile. */
function render(): void {
  const signedIn = auth.signedIn();
  byId('signed-in').hidden = !signedIn;
  byId('signed-out').hidden = signedIn;
  if (shownAsSignedIn !== undefined && shownAsSignedIn !== signedIn) {
    byId(signedIn ? 'account-title' : 'sign-in-title').focus();
  }
  if (!signedIn) {
    byId('details').replaceChildren();
    byId('sessions').replaceChildren();
  }
  shownAsSignedIn = signedIn;
  const left = auth.secondsLeft();
  showLife('access', left.access);
  showLife('refresh', left.refresh);
}

function showLife(token: string, seconds: number): void {
  const bar = byId<HTMLProgressElement>(`${token}-life`);
  // The longest life that was seen is the whole.
  bar.max = Math.max(bar.dataset.seen ? bar.max : 1, seconds);
  bar.dataset.seen = 'true';
  bar.value = seconds;
  byId(`${token}-left`).textContent = seconds > 0 ? duration(seconds) : 'expired';
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor(whole / 3600) % 24;
  const minutes = Math.floor(whole / 60) % 60;
  const clock = [hours, minutes, whole % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return days > 0 ? `${days} d ${clock}` : clock;
}

function showDetails(account: Account): void {
  const rows = { Name: account.name ?? '', Email: account.email, Id: account.id };
  byId('details').replaceChildren(
    ...Object.entries(rows).flatMap(([term, value]) => [make('dt', term), make('dd', value)]),
  );
}

function showSessions(sessions: Session[]): void {
  byId('sessions').replaceChildren(...sessions.map(sessionRow));
}

function sessionRow({ id, current, createdAt, lastUsedAt, ip, userAgent }: Session): HTMLElement {
  const row = make('li');
  const lines = make('div');
  const browser = make('p', current ? `This session, ${nameOf(userAgent)}` : nameOf(userAgent));
  browser.title = userAgent;
  const when = `${ip}, since ${moment(createdAt)}, last used ${moment(lastUsedAt)}`;
  lines.append(browser, make('p', when, 'hint'));
  row.append(lines);
  if (!current) {
    const button = make('button', 'Sign out there', 'quiet');
    button.setAttribute('aria-label', `Sign out there: ${nameOf(userAgent)}, since ${moment(createdAt)}`);
    button.addEventListener('click', () =>
      during(button, async () => {
        await auth.endSession(id);
        showSessions(await auth.sessions());
        byId('sign-out').focus();
        tell('That session is over.');
      }),
    );
    row.append(button);
  }
  return row;
}

/** Roughly, for people to tell them apart. */
function nameOf(userAgent: string): string {
  const known = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((name) => userAgent.includes(`${name}/`));
  const browser = known ?? userAgent.split(/[ /]/, 1)[0] ?? '';
  const system = /iPhone|iPad|Android|Windows|Mac OS|Linux/.exec(userAgent)?.[0];
  return system ? `${browser} on ${system}` : browser || 'an unknown browser';
}

function moment(instant: string): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}

function showRequest(request: LoggedRequest): void {
  let row = rows.get(request);
  if (!row) {
    row = make('li');
    rows.set(request, row);
    byId('requests').prepend(row);
    byId('log').hidden = false;
    byId('no-requests').hidden = true;
  }
  const { method, path, status, code, milliseconds } = request;
  const over = milliseconds !== undefined;
  const answer = over ? [status ?? 'no answer', code].filter(Boolean).join(' ') : 'under way';
  row.replaceChildren(
    make('span', method, 'method'),
    make('span', path, 'path'),
    make('span', over ? `${milliseconds} ms` : '', 'time'),
    make('span', answer, !over ? 'answer' : code || !status ? 'answer bad' : 'answer good'),
  );
}

function onSubmit(id: string, run: (fields: FormData) => Promise<void>): void {
  const form = byId<HTMLFormElement>(id);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void during(form.querySelector('button')!, async () => {
      await run(new FormData(form));
      form.reset();
    }, form);
  });
}

function onClick(id: string, run: () => Promise<void>): void {
  const button = byId(id);
  button.addEventListener('click', () => void during(button, run));
}

/** One at a time: a button that has been pressed is not pressed again, but keeps the focus. */
async function during(button: HTMLElement, run: () => Promise<void>, form?: HTMLFormElement): Promise<void> {
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  await attempt(run, form);
  button.removeAttribute('aria-disabled');
}

async function attempt(run: () => Promise<void>, form?: HTMLFormElement): Promise<void> {
  tell('');
  try {
    await run();
  } catch (error) {
    if (!(error instanceof AuthError)) {
      throw error;
    }
    fail(error, form);
  } finally {
    render();
  }
}

function tell(outcome: string): void {
  show('outcome', outcome);
  byId('failure').textContent = '';
  for (const input of document.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    const problem = byId(`${input.id}-problem`);
    describe(input, (ids) => ids.filter((id) => id !== problem.id));
    problem.remove();
  }
}

function fail(error: AuthError, form?: HTMLFormElement): void {
  const fields = error.errors.map(({ field, message }) => `${field} ${message}`).join(', ');
  const wait = error.retryAfter ? ` Try again in ${error.retryAfter} s.` : '';
  show('failure', `${fields || error.message}${wait} (${error.code})`);
  for (const { field, message } of error.errors) {
    const input = form?.querySelector(`[name="${CSS.escape(field)}"]`);
    if (input) {
      const problem = make('p', message, 'problem');
      problem.id = `${input.id}-problem`;
      input.after(problem);
      input.setAttribute('aria-invalid', 'true');
      describe(input, (ids) => [problem.id, ...ids]);
    }
  }
  const atFault = form?.querySelector<HTMLElement>('[aria-invalid]');
  atFault?.focus();
  atFault?.nextElementSibling?.scrollIntoView({ block: 'nearest' });
}

/** It is above everything; on a small screen the button that was pressed may be far below. */
function show(id: string, message: string): void {
  const line = byId(id);
  line.textContent = message;
  if (message) {
    line.scrollIntoView({ block: 'nearest' });
  }
}

/** Changes what is read out with a field. */
function describe(input: Element, change: (ids: string[]) => string[]): void {
  const ids = (input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
  input.setAttribute('aria-describedby', change(ids).join(' '));
}

function text(fields: FormData, name: string): string {
  return String(fields.get(name));
}

function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function make(tag: string, content = '', className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  element.className = className;
  return element;
}
