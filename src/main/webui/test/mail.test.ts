import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type AuthClient, createAuthClient, memoryStorage } from '../client/index.js';
import { failure, type SignedIn, signedIn } from './held.js';

const DONE = { status: 200, body: { message: 'Done' } };
const FLOW = { status: 202, body: { message: 'Sent', data: { flow: 'f-1' } } };
const BY_LINK = { token: 't-1' };
const BY_CODE = { flow: 'f-1', code: '1234 5678' };
const PASSWORD = 'purple window elephant';

let held: SignedIn;

beforeEach(async () => {
  held = await signedIn();
});

afterEach(() => held.service.stop());

/** A client that holds no tokens. */
function nobody(): AuthClient {
  return createAuthClient({ baseURL: held.service.url, storage: memoryStorage() });
}

/** What went to a route: the body, and whose token came with it. */
function sentTo(route: string) {
  const sent = held.service.to(route);
  return sent.map(({ body, headers }) => ({ body: body && JSON.parse(body), by: headers.authorization }));
}

const REQUESTS = {
  'POST /email/verification': {
    run: () => held.auth.requestEmailVerification(),
    sent: () => ({ body: '', by: `Bearer ${held.token}` }),
  },
  'POST /password/recovery': {
    run: () => held.auth.recoverPassword('ada@example.com', 'de'),
    sent: () => ({ body: { email: 'ada@example.com', locale: 'de' }, by: undefined }),
  },
  'POST /user/email': {
    run: () => held.auth.changeEmail('new@example.com', PASSWORD),
    sent: () => ({ body: { email: 'new@example.com', password: PASSWORD }, by: `Bearer ${held.token}` }),
  },
};

describe('A request that has a mail sent', () => {
  for (const [route, { run, sent }] of Object.entries(REQUESTS)) {
    it(`brings the flow of its code: ${route}`, async () => {
      held.service.on(route, FLOW);
      assert.equal(await run(), 'f-1');
      assert.deepEqual(sentTo(route), [sent()]);
    });

    it(`rejects where there is no mail: ${route}`, async () => {
      assert.equal((await failure(run())).code, 'not_found');
    });
  }

  it('leaves the language of a recovery to the service if none is given', async () => {
    held.service.on('POST /password/recovery', FLOW);
    await nobody().recoverPassword('ada@example.com');
    assert.deepEqual(sentTo('POST /password/recovery'), [{ body: { email: 'ada@example.com' }, by: undefined }]);
  });
});

const CONFIRMATIONS = {
  'POST /email/verification/confirm': {
    run: (auth: AuthClient) => auth.verifyEmail(BY_LINK, PASSWORD),
    body: { ...BY_LINK, password: PASSWORD },
  },
  'POST /email/verification/reject': { run: (auth: AuthClient) => auth.rejectEmail('t-1'), body: BY_LINK },
  'POST /password/recovery/confirm': {
    run: (auth: AuthClient) => auth.resetPassword({ ...BY_CODE, password: PASSWORD }),
    body: { ...BY_CODE, password: PASSWORD },
  },
  'POST /user/email/confirm': { run: (auth: AuthClient) => auth.confirmEmail(BY_CODE), body: BY_CODE },
  'POST /user/email/undo': { run: (auth: AuthClient) => auth.undoEmailChange('t-1'), body: BY_LINK },
};

describe('What came by mail', () => {
  for (const [route, { run, body }] of Object.entries(CONFIRMATIONS)) {
    it(`is sent once, without an access token: ${route}`, async () => {
      held.service.on(route, 'invalid_token');
      assert.equal((await failure(run(held.auth))).code, 'invalid_token');
      assert.deepEqual(sentTo(route), [{ body, by: undefined }]);
      assert.equal(held.service.seen.length, 1);
    });

    it(`needs nobody who is signed in: ${route}`, async () => {
      held.service.on(route, DONE);
      await run(nobody());
      assert.equal(held.service.seen.length, 1);
    });

    it(`brings tokens that tell of it: ${route}`, async () => {
      held.service.on(route, DONE);
      await run(held.auth);
      assert.equal(held.service.to('POST /refresh-tokens').length, 1);
      assert.notEqual(held.storage.read().accessToken, held.token);
      assert.ok(held.auth.signedIn());
    });

    it(`leaves nobody signed in if it has ended the session: ${route}`, async () => {
      held.service.on(route, DONE).on('POST /refresh-tokens', 'revoked_token');
      const told: (string | undefined)[] = [];
      held.auth.onAuthChange((userId) => told.push(userId));
      await run(held.auth);
      assert.deepEqual(told, [undefined]);
      assert.ok(!held.auth.signedIn());
    });

    it(`is done though the refresh after it is not: ${route}`, async () => {
      held.service.on(route, DONE).on('POST /refresh-tokens', 'too_many_requests');
      await run(held.auth);
      assert.equal(held.storage.read().accessToken, held.token);
    });
  }
});

describe('A verification without the password', () => {
  const ROUTE = 'POST /email/verification/confirm';

  it('is made by who is signed in, whose tokens tell of it then', async () => {
    held.service.on(ROUTE, DONE);
    await held.auth.verifyEmail(BY_CODE);
    assert.deepEqual(sentTo(ROUTE), [{ body: BY_CODE, by: `Bearer ${held.token}` }]);
    assert.equal(held.service.to('POST /refresh-tokens').length, 1);
    assert.notEqual(held.storage.read().accessToken, held.token);
  });

  it('sends a wrong code once, so that it counts once', async () => {
    held.service.on(ROUTE, 'invalid_token');
    assert.equal((await failure(held.auth.verifyEmail(BY_CODE))).code, 'invalid_token');
    assert.equal(held.service.seen.length, 1);
  });

  it('goes on with another access token where that was what did not do', async () => {
    held.service.on(ROUTE, ({ headers }) => (headers.authorization === `Bearer ${held.token}` ? 'stale_token' : DONE));
    await held.auth.verifyEmail(BY_CODE);
    assert.equal(sentTo(ROUTE).length, 2);
  });

  it('needs somebody who is signed in', async () => {
    held.service.on(ROUTE, 'missing_token');
    assert.equal((await failure(nobody().verifyEmail(BY_LINK))).code, 'missing_token');
  });
});

describe('A registration', () => {
  const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

  it('tells the flow of the mail that it has sent', async () => {
    const pair = held.service.pair();
    const body = { ...pair, data: { ...pair.data, flow: 'f-1' } };
    held.service.on('POST /register', { status: 201, body });
    assert.deepEqual(await held.auth.register(ADA), { id: pair.data.id, flow: 'f-1' });
    assert.equal(held.storage.read().accessToken, pair.data.accessToken);
  });

  it('signs nobody in if the email has to be verified first', async () => {
    const data = { id: '0123456789abcdef01234567', flow: 'f-1' };
    held.service.on('POST /register', { status: 201, body: { message: 'Done', data } });
    const auth = nobody();
    assert.deepEqual(await auth.register(ADA), data);
    assert.ok(!auth.signedIn());
  });
});
