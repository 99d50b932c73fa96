import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { AuthError, createAuthClient, memoryStorage } from '../client/index.js';
import type { TokenStorage } from '../client/index.js';
import { DETAILS, FakeService, onlyTheLast } from './fake-service.js';
import { type Code, PROBLEMS } from './problems.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery' };

let service: FakeService;
let storage: TokenStorage;
let signedOut: number;

beforeEach(async () => {
  service = await FakeService.start();
  storage = memoryStorage();
  signedOut = 0;
});

afterEach(() => service.stop());

function client() {
  return createAuthClient({ baseURL: service.url, storage, onSignedOut: () => (signedOut += 1) });
}

function hold(accessToken: string | undefined, skew = 0) {
  const refreshToken = service.token(2_592_000);
  storage.write({ accessToken: accessToken as string, refreshToken, skew });
  return { accessToken, refreshToken };
}

async function failure(of: Promise<unknown>): Promise<AuthError> {
  const error = await of.then(
    () => assert.fail('It did not fail.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AuthError, String(error));
  return error;
}

describe('Errors', () => {
  for (const [code, problem] of Object.entries(PROBLEMS)) {
    it(`carry the code ${code}`, async () => {
      service.on('POST /login', code as Code);
      const error = await failure(client().login(ADA));
      assert.equal(error.code, code);
      assert.equal(error.status, problem.status);
      assert.equal(error.message, problem.message);
      assert.equal(error.retryAfter, 7);
      assert.deepEqual(error.errors, 'errors' in problem ? problem.errors : []);
    });
  }

  it('tell that there was no answer', async () => {
    await service.stop();
    const error = await failure(client().login(ADA));
    assert.equal(error.code, 'network');
    assert.equal(error.status, undefined);
  });

  it('are unexpected if they are not of the service', async () => {
    service.on('POST /login', { status: 502, body: { oops: true } });
    const error = await failure(client().login(ADA));
    assert.equal(error.code, 'unexpected');
    assert.equal(error.status, 502);
    assert.deepEqual(error.body, { oops: true });
  });

  it('hold no token and no password', async () => {
    service.on('POST /user/details', 'invalid_token');
    const { accessToken } = hold(service.token(900));
    const errors = [await failure(client().user()), await failure(client().register({ ...ADA, name: 'Ada' }))];
    await service.stop();
    errors.push(await failure(client().user()), await failure(client().login(ADA)));
    for (const error of errors) {
      const everything = inspect(error, { depth: Infinity, showHidden: true });
      assert.ok(!everything.includes(accessToken!) && !everything.includes(ADA.password));
      assert.equal(error.cause, undefined);
    }
  });

  it('leave a cancellation what it is', async () => {
    hold(service.token(900));
    const stop = new AbortController();
    stop.abort();
    await assert.rejects(client().http.get('/', { signal: stop.signal }), { name: 'CanceledError' });
  });
});

describe('A request', () => {
  it('carries the access token', async () => {
    service.on('POST /user/details', DETAILS);
    const { accessToken } = hold(service.token(900));
    assert.deepEqual(await client().user(), DETAILS.body.data);
    assert.equal(service.seen[0]!.headers.authorization, `Bearer ${accessToken}`);
  });

  it('goes without a token if nobody is signed in, and tells so', async () => {
    service.on('POST /user/details', 'missing_token');
    assert.equal((await failure(client().user())).code, 'missing_token');
    assert.equal(service.seen[0]!.headers.authorization, undefined);
    assert.deepEqual([service.seen.length, signedOut], [1, 1]);
  });

  for (const [what, token] of [
    ['is missing', () => undefined],
    ['has expired', () => service.token(900, 901)],
    ['has nearly expired', () => service.token(900, 895)],
    ['is no token', () => 'garbage'],
  ] as const) {
    it(`renews an access token first that ${what}`, async () => {
      service.on('POST /user/details', DETAILS);
      const { refreshToken } = hold(token());
      await client().user();
      assert.deepEqual(service.seen.map((seen) => seen.route), ['POST /refresh-tokens', 'POST /user/details']);
      assert.equal(service.seen[0]!.headers.authorization, `Bearer ${refreshToken}`);
      assert.equal(service.seen[1]!.headers.authorization, `Bearer ${storage.read().accessToken}`);
      assert.notEqual(storage.read().refreshToken, refreshToken);
    });
  }

  for (const code of ['expired_token', 'stale_token', 'revoked_token'] as const) {
    it(`is repeated once after a refresh if the answer is ${code}`, async () => {
      service.on('POST /user/details', onlyTheLast(code));
      hold(service.token(900));
      assert.equal((await client().user()).name, 'Ada');
      assert.equal(service.to('POST /refresh-tokens').length, 1);
      assert.equal(service.to('POST /user/details').length, 2);
    });
  }

  it('is not repeated a second time', async () => {
    service.on('POST /user/details', 'expired_token');
    hold(service.token(900));
    assert.equal((await failure(client().user())).code, 'expired_token');
    assert.equal(service.to('POST /user/details').length, 2);
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  for (const code of ['invalid_token', 'mismatched_tokens', 'internal_error', 'unavailable'] as const) {
    it(`is not repeated if the answer is ${code}`, async () => {
      service.on('POST /user/details', code);
      hold(service.token(900));
      assert.equal((await failure(client().user())).code, code);
      assert.equal(service.seen.length, 1);
      assert.ok(client().signedIn());
    });
  }

  it('has the same body and headers when it is repeated', async () => {
    service.on('POST /orders', onlyTheLast('stale_token'));
    hold(service.token(900));
    await client().http.post('/orders', { key: 'ä' }, { headers: { 'x-request-id': 'order-1' } });
    const [first, second] = service.to('POST /orders');
    assert.equal(second!.body, '{"key":"ä"}');
    assert.equal(first!.body, second!.body);
    assert.equal(second!.headers['content-type'], first!.headers['content-type']);
    assert.equal(second!.headers['x-request-id'], 'order-1');
  });
});

describe('Parallel requests', () => {
  it('share one refresh of an expired token', async () => {
    service.on('POST /user/details', DETAILS);
    hold(service.token(900, 901));
    const one = client();
    await Promise.all(Array.from({ length: 20 }, () => one.user()));
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  it('share one refresh of a token that was refused', async () => {
    service.on('POST /user/details', onlyTheLast('revoked_token'));
    hold(service.token(900));
    const one = client();
    await Promise.all(Array.from({ length: 20 }, () => one.user()));
    assert.equal(service.to('POST /refresh-tokens').length, 1);
    assert.equal(service.to('POST /user/details').length, 40);
  });

  it('share one refresh that fails, too', async () => {
    service.on('POST /refresh-tokens', 'unavailable');
    hold(undefined);
    const one = client();
    const errors = await Promise.all(Array.from({ length: 20 }, () => failure(one.user())));
    assert.ok(errors.every((error) => error.code === 'unavailable'));
    assert.equal(service.seen.length, 1);
  });

  it('do not refresh again when a refusal comes late', async () => {
    const old = hold(service.token(900)).accessToken;
    let release = () => {};
    const late = new Promise<void>((resolve) => (release = resolve));
    service.on('GET /slow', async ({ headers }) => {
      if (headers.authorization !== `Bearer ${old}`) {
        return DETAILS;
      }
      await late;
      return 'revoked_token';
    });
    service.on('POST /user/details', onlyTheLast('revoked_token'));
    const one = client();
    const slow = one.http.get('/slow');
    await one.user();
    release();
    await slow;
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });
});

describe('A refresh', () => {
  for (const code of ['expired_token', 'revoked_token', 'reused_token', 'invalid_token'] as const) {
    it(`signs out if the answer is ${code}`, async () => {
      service.on('POST /refresh-tokens', code);
      hold(undefined);
      assert.equal((await failure(client().user())).code, code);
      assert.deepEqual(storage.read(), { skew: 0 });
      assert.equal(signedOut, 1);
    });
  }

  for (const code of ['unavailable', 'too_many_requests', 'internal_error'] as const) {
    it(`keeps the tokens if the answer is ${code}`, async () => {
      service.on('POST /refresh-tokens', code);
      const { refreshToken } = hold(service.token(900, 901));
      const error = await failure(client().user());
      assert.equal(error.code, code);
      assert.equal(error.retryAfter, 7);
      assert.equal(storage.read().refreshToken, refreshToken);
      assert.equal(signedOut, 0);
    });
  }

  it('keeps the tokens if there is no answer', async () => {
    const { refreshToken } = hold(service.token(900, 901));
    await service.stop();
    assert.equal((await failure(client().user())).code, 'network');
    assert.equal(storage.read().refreshToken, refreshToken);
  });

  it('keeps the tokens if somebody on the way says 403', async () => {
    service.on('POST /refresh-tokens', { status: 403, body: '<html>' });
    const { refreshToken } = hold(undefined);
    assert.equal((await failure(client().user())).code, 'unexpected');
    assert.equal(storage.read().refreshToken, refreshToken);
  });

  it('that fails leaves a token in use that still holds', async () => {
    service.on('POST /refresh-tokens', 'unavailable').on('POST /user/details', DETAILS);
    hold(service.token(900, 895));
    assert.equal((await client().user()).name, 'Ada');
  });

  it('can be tried again after one that failed', async () => {
    service.on('POST /refresh-tokens', 'unavailable').on('POST /user/details', DETAILS);
    hold(undefined);
    const one = client();
    await failure(one.user());
    service.on('POST /refresh-tokens', 'pair');
    assert.equal((await one.user()).name, 'Ada');
  });

  it('does not undo a sign-out that happened meanwhile', async () => {
    service.on('POST /refresh-tokens', () => {
      storage.clear();
      return { status: 200, body: service.pair() };
    });
    service.on('POST /user/details', 'missing_token');
    hold(undefined);
    await failure(client().user());
    assert.deepEqual(storage.read(), { skew: 0 });
  });

  it('that was refused since another tab was faster goes on with what that tab got', async () => {
    const theirs = service.pair().data;
    service.on('POST /refresh-tokens', () => {
      storage.write({ ...theirs, skew: 0 });
      return 'revoked_token';
    });
    service.on('POST /user/details', DETAILS);
    hold(undefined);
    await client().user();
    assert.equal(service.to('POST /user/details')[0]!.headers.authorization, `Bearer ${theirs.accessToken}`);
    assert.equal(signedOut, 0);
  });
});

describe('The clock', () => {
  for (const ahead of [3600, -3600]) {
    it(`may differ from the service's by ${ahead} s`, async () => {
      service.ahead = ahead;
      service.on('POST /user/details', DETAILS);
      const one = client();
      await one.login(ADA);
      await one.user();
      assert.equal(service.to('POST /refresh-tokens').length, 0);
      const { access, refresh } = one.secondsLeft();
      assert.ok(Math.abs(access - 900) < 5 && Math.abs(refresh - 2_592_000) < 5, `${access} ${refresh}`);
    });
  }

  it('counts short lives by their own measure', async () => {
    service.accessLife = 4;
    service.on('POST /user/details', DETAILS);
    const one = client();
    await one.login(ADA);
    await one.user();
    assert.equal(service.to('POST /refresh-tokens').length, 0);
  });
});

describe('Another origin', () => {
  let other: FakeService;

  beforeEach(async () => {
    other = await FakeService.start();
    hold(service.token(900));
  });

  afterEach(() => other.stop());

  for (const [how, request] of [
    ['by its address', (url: string) => client().http.get(`${url}/steal`)],
    ['without a scheme', (url: string) => client().http.get(`${url.replace('http:', '')}/steal`)],
    ['as a base of its own', (url: string) => client().http.get('/steal', { baseURL: url })],
    ['by the defaults', (url: string) => {
      const { http } = client();
      http.defaults.baseURL = url;
      return http.get('/steal');
    }],
    ['with backslashes', (url: string) => client().http.get(`${url.replace('http://', 'http:\\\\')}/steal`, { baseURL: '' })],
    ['by credentials that look like the host', (url: string) => client().http.get(url.replace('http://', `${service.url}@`))],
  ] as const) {
    it(`gets no request that names it ${how}`, async () => {
      assert.equal((await failure(request(other.url))).code, 'foreign_origin');
      assert.deepEqual([...other.seen, ...service.seen], []);
    });
  }

  it('gets nothing by a redirect', async () => {
    service.on('GET /there', { status: 307, headers: { Location: `${other.url}/steal` } });
    assert.equal((await failure(client().http.get('/there'))).code, 'network');
    assert.deepEqual(other.seen, []);
  });

  it('gets no password by a redirect', async () => {
    service.on('POST /login', { status: 307, headers: { Location: `${other.url}/steal` } });
    assert.equal((await failure(client().login(ADA))).code, 'network');
    assert.deepEqual(other.seen, []);
  });

  it('is not the service by its address', async () => {
    service.on('GET /mine', DETAILS);
    assert.equal((await client().http.get(`${service.url}/mine`)).status, 200);
  });
});

describe('Signing in', () => {
  it('keeps the pair, and gives only the id away', async () => {
    service.on('POST /register', 'pair');
    const one = client();
    for (const id of [await one.register({ ...ADA, name: 'Ada' }), await one.login(ADA)]) {
      assert.equal(id, '0123456789abcdef01234567');
      assert.ok(one.signedIn());
    }
    assert.deepEqual(JSON.parse(service.seen[1]!.body), ADA);
  });

  it('sends no token of the session before', async () => {
    hold(service.token(900));
    await client().login(ADA);
    assert.equal(service.seen[0]!.headers.authorization, undefined);
  });

  it('keeps a session that goes on if it fails', async () => {
    const { refreshToken } = hold(service.token(900));
    service.on('POST /login', 'invalid_credentials');
    await failure(client().login(ADA));
    assert.equal(storage.read().refreshToken, refreshToken);
  });
});

describe('A logout', () => {
  const DONE = { status: 200, body: { message: 'User logged out' } };

  it('sends both tokens, and clears them', async () => {
    const { accessToken, refreshToken } = hold(service.token(900));
    service.on('POST /logout', DONE);
    await client().logout();
    assert.equal(service.seen[0]!.headers['auth-token-access'], accessToken);
    assert.equal(service.seen[0]!.headers['auth-token-refresh'], refreshToken);
    assert.deepEqual(storage.read(), { skew: 0 });
    assert.equal(signedOut, 1);
  });

  it('refreshes first if the access token has expired', async () => {
    hold(service.token(900, 901));
    service.on('POST /logout', DONE);
    await client().logout();
    assert.deepEqual(service.seen.map((seen) => seen.route), ['POST /refresh-tokens', 'POST /logout']);
  });

  it('refreshes and tries once more if the access token is refused', async () => {
    hold(service.token(900));
    service.on('POST /logout', () => (service.to('POST /logout').length === 1 ? 'stale_token' : DONE));
    await client().logout();
    assert.equal(service.to('POST /logout').length, 2);
    assert.deepEqual(storage.read(), { skew: 0 });
  });

  for (const code of ['unavailable', 'internal_error'] as const) {
    it(`clears both tokens and tells of it if the answer is ${code}`, async () => {
      hold(service.token(900));
      service.on('POST /logout', code);
      assert.equal((await failure(client().logout())).code, code);
      assert.deepEqual(storage.read(), { skew: 0 });
    });
  }

  it('clears both tokens if there is no answer', async () => {
    hold(service.token(900));
    await service.stop();
    assert.equal((await failure(client().logout())).code, 'network');
    assert.deepEqual(storage.read(), { skew: 0 });
    assert.equal(signedOut, 1);
  });

  it('is done if the session is over already', async () => {
    hold(service.token(900));
    service.on('POST /logout', 'revoked_token').on('POST /refresh-tokens', 'revoked_token');
    await client().logout();
    assert.deepEqual(storage.read(), { skew: 0 });
    assert.equal(signedOut, 1);
  });

  it('asks nobody if nobody is signed in', async () => {
    await client().logout();
    assert.deepEqual([service.seen, signedOut], [[], 0]);
  });

  it('waits for a refresh, so that no token comes after it', async () => {
    service.on('POST /logout', DONE).on('POST /user/details', DETAILS);
    hold(undefined);
    const one = client();
    await Promise.all([one.user(), one.logout()]);
    assert.deepEqual(storage.read(), { skew: 0 });
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  it('everywhere clears both tokens when it is done', async () => {
    hold(service.token(900));
    service.on('POST /logout/all', DONE);
    await client().logoutEverywhere();
    assert.deepEqual([storage.read(), signedOut], [{ skew: 0 }, 1]);
  });

  it('everywhere keeps the tokens while it is not done, for another try', async () => {
    const { refreshToken } = hold(service.token(900));
    service.on('POST /logout/all', 'unavailable');
    await failure(client().logoutEverywhere());
    assert.equal(storage.read().refreshToken, refreshToken);
  });
});

describe('Sessions', () => {
  it('are listed and ended by their id', async () => {
    hold(service.token(900));
    service.on('GET /sessions', { status: 200, body: { message: 'Sessions', data: [] } });
    service.on('DELETE /sessions/a%2Fb', { status: 204 });
    assert.deepEqual(await client().sessions(), []);
    await client().endSession('a/b');
    assert.equal(service.seen.length, 2);
  });
});
