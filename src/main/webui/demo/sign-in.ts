import { onSubmit } from './actions.js';
import { byId, text } from './dom.js';
import { auth, keepTokensIn } from './kept.js';
import { tell } from './messages.js';
import { expectCode } from './verification.js';

/** What the code in the mail for a forgotten password belongs to. */
let flowOfRecovery = '';

export function signInActions(onSignedIn: () => Promise<void>): void {
  onSubmit('sign-in', async (fields) => {
    keepTokensIn(text(fields, 'storage'));
    await auth.login({ email: text(fields, 'email'), password: text(fields, 'password') });
    await onSignedIn();
  });
  onSubmit('sign-up', async (fields) => {
    const { flow } = await auth.register({
      name: text(fields, 'name'),
      email: text(fields, 'email'),
      password: text(fields, 'password'),
    });
    expectCode(flow);
    if (auth.signedIn()) {
      await onSignedIn();
    } else {
      tell('A mail is on its way. Verify your email by its link, then sign in.');
    }
  });
  onSubmit('recover', async (fields) => {
    flowOfRecovery = await auth.recoverPassword(text(fields, 'email'), navigator.language);
    byId('reset').hidden = false;
    byId('reset-code').focus();
    tell('If there is such a user, a mail with a code is on its way.');
  });
  onSubmit('reset', async (fields) => {
    await auth.resetPassword({
      flow: flowOfRecovery,
      code: text(fields, 'code'),
      password: text(fields, 'password'),
    });
    byId('reset').hidden = true;
    byId('sign-in-title').focus();
    tell('The password is set, and all sessions are over. Sign in with it.');
  });
}
