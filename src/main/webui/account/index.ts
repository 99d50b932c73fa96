import './account.css';
import { AuthError, type AuthErrorCode } from '../client/auth-error.js';
import { post } from './post.js';
import { Texts } from './texts.js';
import { takeToken } from './token.js';

// One script for all four pages: their HTML says which routes the forms go to. Nothing is sent before a person presses a
// button; mail scanners open links, and run scripts.

/** After these the same link is of no use. */
const FINAL: ReadonlySet<AuthErrorCode> = new Set(['invalid_token', 'email_taken']);

const texts = Texts.in(navigator.language);
let token = '';
let underWay = false;

document.documentElement.lang = texts.language;
for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
  element.textContent = texts.of(element.dataset.text!);
}
document.title = document.querySelector('h1')!.textContent!;

for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(form);
  });
}
byId('not-me')?.addEventListener('click', toggleRejection);
byId('show')?.addEventListener('click', togglePassword);

open();
// Another link, opened in this very tab.
addEventListener('hashchange', () => location.hash.includes('token=') && open());

function open(): void {
  token = takeToken();
  byId('actions')!.hidden = !token;
  show('outcome', '');
  show('failure', token ? '' : texts.of('no_link'));
}

/** One at a time: a button that has been pressed is not pressed again, but keeps the focus. */
async function send(form: HTMLFormElement): Promise<void> {
  if (underWay) {
    return;
  }
  const button = form.querySelector('button:not([type])')!;
  underWay = true;
  button.setAttribute('aria-disabled', 'true');
  show('failure', '');
  markPassword(form, false);
  try {
    await post(form.action, { token, ...Object.fromEntries(new FormData(form)) });
    end('outcome', texts.of(`${form.id}.done`));
  } catch (error) {
    if (!(error instanceof AuthError)) {
      throw error;
    }
    fail(error, form);
  } finally {
    underWay = false;
    button.removeAttribute('aria-disabled');
  }
}

/** What was typed stays, as long as another try may help. */
function fail(error: AuthError, form: HTMLFormElement): void {
  if (FINAL.has(error.code)) {
    end('failure', texts.ofError(error));
    return;
  }
  show('failure', texts.ofError(error));
  if (error.code === 'invalid_credentials' || error.code === 'weak_password') {
    markPassword(form, true);
  }
}

function end(line: 'outcome' | 'failure', message: string): void {
  token = '';
  for (const form of document.forms) {
    form.reset();
  }
  byId('actions')!.hidden = true;
  show(line, message);
  document.querySelector('h1')!.focus();
}

function markPassword(form: HTMLFormElement, atFault: boolean): void {
  const input = form.querySelector('input');
  input?.setAttribute('aria-invalid', String(atFault));
  if (atFault) {
    input?.focus();
  }
}

function toggleRejection(this: HTMLElement): void {
  const rejection = byId('reject')!;
  rejection.hidden = !rejection.hidden;
  this.setAttribute('aria-expanded', String(!rejection.hidden));
  rejection.scrollIntoView({ block: 'nearest' });
}

function togglePassword(this: HTMLElement): void {
  const input = byId<HTMLInputElement>('password')!;
  const hidden = input.type === 'password';
  input.type = hidden ? 'text' : 'password';
  this.setAttribute('aria-pressed', String(hidden));
}

/** It is above everything; on a small screen the button that was pressed may be far below. */
function show(id: string, message: string): void {
  const line = byId(id)!;
  line.textContent = message;
  if (message) {
    line.scrollIntoView({ block: 'nearest' });
  }
}

function byId<T extends HTMLElement = HTMLElement>(id: string): T | null {
  return document.getElementById(id) as T | null;
}
