import './demo.css';
import { accountActions, forgetAccount, showDetails } from './account.js';
import { afterEachAction, attempt } from './actions.js';
import { byId } from './dom.js';
import { auth, onAuthChange } from './kept.js';
import { lookForMails } from './mails.js';
import { watchRequests } from './request-log.js';
import { showRequest } from './requests.js';
import { forgetSessions, sessionActions, showSessions } from './sessions.js';
import { signInActions } from './sign-in.js';
import { showTokens, tokenActions } from './token-life.js';
import { expectCode, verificationActions } from './verification.js';

// For the browser's console, and the browser tests.
export * from '../client/axios.js';
export * from '../client/index.js';

let shownAsSignedIn: boolean | undefined;

const sendUnseen = watchRequests((request) => {
  showRequest(request);
  if (request.milliseconds !== undefined) {
    lookForMails(sendUnseen);
  }
});
lookForMails(sendUnseen);

signInActions(load);
verificationActions(showDetails);
accountActions();
tokenActions();
sessionActions();

afterEachAction(render);
onAuthChange(render);
render();
setInterval(render, 1000);
if (auth.signedIn()) {
  void attempt(load);
}

/** Both at once: if the access token has run out, they share one refresh. */
async function load(): Promise<void> {
  await Promise.all([showDetails(), showSessions()]);
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
    forgetAccount();
    forgetSessions();
    expectCode(undefined);
  }
  shownAsSignedIn = signedIn;
  showTokens();
}
