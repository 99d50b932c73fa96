import type { Session } from '../client/index.js';
import { during, onClick } from './actions.js';
import { byId, make, moment } from './dom.js';
import { auth } from './kept.js';
import { tell } from './messages.js';

export function sessionActions(): void {
  onClick('show-sessions', showSessions);
  onClick('sign-out', async () => {
    await auth.logout();
    tell('You are signed out here.');
  });
  onClick('sign-out-everywhere', async () => {
    await auth.logoutEverywhere();
    tell('You are signed out everywhere.');
  });
}

export async function showSessions(): Promise<void> {
  const sessions = await auth.sessions();
  byId('sessions').replaceChildren(...sessions.map(sessionRow));
}

export function forgetSessions(): void {
  byId('sessions').replaceChildren();
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
        await showSessions();
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
