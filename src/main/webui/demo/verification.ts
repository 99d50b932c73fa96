import { onClick, onSubmit } from './actions.js';
import { byId, text } from './dom.js';
import { auth } from './kept.js';
import { tell } from './messages.js';

/** What the code in the mail belongs to, once one was sent to this page's user. */
let flow: string | undefined;

export function verificationActions(onVerified: () => Promise<void>): void {
  onClick('send-verification', async () => {
    expectCode(await auth.requestEmailVerification());
    byId('verify-code').focus();
    tell('The mail is on its way, the same as before.');
  });
  onSubmit('verify', async (fields) => {
    await auth.verifyEmail({ flow: flow!, code: text(fields, 'code') });
    await onVerified();
    byId('account-title').focus();
    tell('The email is verified.');
  });
}

/** Asks for the code of a mail; for none if there was no mail. */
export function expectCode(flowOfMail: string | undefined): void {
  flow = flowOfMail;
  byId('verify').hidden = !flow;
}

export function showVerification(isVerified: boolean): void {
  byId('verification').hidden = isVerified;
}
