import type { Account } from '../client/index.js';
import { onClick, onSubmit } from './actions.js';
import { byId, make, text } from './dom.js';
import { auth } from './kept.js';
import { tell } from './messages.js';
import { showSessions } from './sessions.js';
import { showVerification } from './verification.js';

/** What the code in the mail to the new email belongs to. */
let flowOfEmailChange = '';

export function accountActions(): void {
  onClick('show-details', showDetails);
  onClick('many', async () => {
    await Promise.all(Array.from({ length: 20 }, () => auth.user()));
    tell('20 requests were answered.');
  });
  onSubmit('change-name', async (fields) => {
    show(await auth.updateUser({ name: text(fields, 'name') }));
    tell('The name is changed.');
  });
  onSubmit('change-email', async (fields) => {
    flowOfEmailChange = await auth.changeEmail(text(fields, 'email'), text(fields, 'password'));
    byId('confirm-email').hidden = false;
    byId('confirm-email-code').focus();
    tell('A mail with a code is on its way to the new email.');
  });
  onSubmit('confirm-email', async (fields) => {
    await auth.confirmEmail({ flow: flowOfEmailChange, code: text(fields, 'code') });
    await showDetails();
    byId('confirm-email').hidden = true;
    byId('change-email-title').focus();
    tell('The email is changed.');
  });
  onSubmit('change-password', async (fields) => {
    await auth.changePassword({
      currentPassword: text(fields, 'currentPassword'),
      newPassword: text(fields, 'newPassword'),
    });
    await showSessions();
    tell('The password is changed, and all other sessions are over.');
  });
  onSubmit('delete-user', async (fields) => {
    await auth.deleteUser(text(fields, 'password'));
    tell('The account is gone.');
  });
}

export async function showDetails(): Promise<void> {
  show(await auth.user());
}

/** Nothing of it is for whoever signs in next. */
export function forgetAccount(): void {
  byId('details').replaceChildren();
  byId('confirm-email').hidden = true;
  for (const form of byId('changes').querySelectorAll('form')) {
    form.reset();
  }
}

function show(account: Account): void {
  const rows = {
    Name: account.name ?? '',
    Email: `${account.email} (${account.emailVerified ? 'verified' : 'not verified'})`,
    Id: account.id,
  };
  byId('details').replaceChildren(
    ...Object.entries(rows).flatMap(([term, value]) => [make('dt', term), make('dd', value)]),
  );
  showVerification(account.emailVerified);
}
