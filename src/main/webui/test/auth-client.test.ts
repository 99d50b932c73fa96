import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { inspect } from 'node:util';
import { createAxios } from '../client/axios.js';
import { AuthError, createAuthClient, memoryStorage } from '../client/index.js';
import type { TokenStorage } from '../client/index.js';
import { DETAILS, FakeService, onlyTheLast } from './fake-service.js';
import { type Code, PROBLEMS } from './problems.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery' };

let service: FakeService;
let storage: TokenStorage;
let signedOut: number;
/** The pauses before another try, in seconds. They are not waited for. */
let pauses: number[];

beforeEach(async () => {
  service = await FakeService.start();
  storage = memoryStorage()(service.url);
  signedOut = 0;
  pauses = [];
  const { setTimeout } = globalThis;
  mock.method(globalThis, 'setTimeout', (run: () => void, millis: number, ...rest: []) => {
    // Only a pause has nothing else to do than to resolve a promise; Node's fetch has timers of its own.
    const isPause = String(run).includes('[native code]') && [1000, 2000, 3000, 5000].includes(millis);
    if (isPause) {
      pauses.push(millis / 1000);
    }
    return setTimeout(run, isPause ? 0 : millis, ...rest);
  });
});

afterEach(async () => {
  mock.restoreAll();
  await service.stop();
});

function client(path = '') {
  const baseURL = service.url + path;
  return createAuthClient({ baseURL, storage: () => storage, onSignedOut: () => (signedOut += 1) });
}

/** For requests of one's own; what is shown by it here goes for `fetch`, too, by which it sends. */
function http(path = '') {
  return createAxios(client(path));
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
      assert.equal(error.requestId, 'r-1');
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

  it('do not trust the types of what somebody on the way answers', async () => {
    service.on('POST /login', { status: 500, body: { code: 7, message: { text: 'oops' }, errors: 'all of them' } });
    const error = await failure(client().login(ADA));
    assert.deepEqual([error.code, error.message, error.errors], ['unexpected', 'The answer was 500.', []]);
    const fault = { field: 'name', message: 'is blank' };
    service.on('POST /login', { status: 400, body: { errors: [null, 'name', { field: 1 }, fault] } });
    assert.deepEqual((await failure(client().login(ADA))).errors, [fault]);
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
    await assert.rejects(http().get('/', { signal: stop.signal }), { name: 'CanceledError' });
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

  for (const code of ['expired_token', 'stale_token', 'revoked_token', 'invalid_token'] as const) {
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

  for (const code of ['mismatched_tokens', 'internal_error', 'unavailable'] as const) {
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
    await http().post('/orders', { key: 'ä' }, { headers: { 'x-request-id': 'order-1' } });
    const [first, second] = service.to('POST /orders');
    assert.equal(second!.body, '{"key":"ä"}');
    assert.equal(first!.body, second!.body);
    assert.equal(second!.headers['content-type'], first!.headers['content-type']);
    assert.equal(second!.headers['x-request-id'], 'order-1');
  });

  it('goes to the same address when it is repeated', async () => {
    service.on('GET /orders?all=1&page=2', onlyTheLast('stale_token'));
    hold(service.token(900));
    const axios = http();
    axios.defaults.params = { all: 1 };
    await axios.get('/orders', { params: { page: 2 } });
    assert.equal(service.to('GET /orders?all=1&page=2').length, 2);
  });

  it('is not repeated in the name of another user', async () => {
    hold(service.token(900));
    service.on('POST /orders', () => {
      storage.write({ ...service.pair({ sub: 'bob', sid: 'other' }).data, skew: 0 });
      return 'revoked_token';
    });
    assert.equal((await failure(http().post('/orders'))).code, 'revoked_token');
    assert.equal(service.to('POST /orders').length, 1);
    assert.ok(client().signedIn());
  });

  it('starts at the origin, and those of the client at the path of the service', async () => {
    service.on('GET /orders', DETAILS).on('POST /auth/user/details', DETAILS).on('POST /auth/login', 'pair');
    service.on('POST /auth/refresh-tokens', 'pair').on('POST /auth/logout/all', { status: 200 });
    service.on('DELETE /auth/sessions/1', { status: 204 });
    service.on('GET /auth/sessions', { status: 200, body: { data: [] } });
    service.on('POST /auth/logout', { status: 200 });
    for (const path of ['/auth', '/auth/']) {
      hold(undefined);
      const one = client(path);
      await createAxios(one).get('/orders');
      await one.user();
      await one.sessions();
      await one.endSession('1');
      await one.logoutEverywhere();
      await one.login(ADA);
      await one.logout();
    }
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
    const slow = createAxios(one).get('/slow');
    await one.user();
    release();
    await slow;
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });
});

describe('A refresh', () => {
  for (const code of ['expired_token', 'revoked_token', 'reused_token', 'invalid_token', 'email_not_verified'] as const) {
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

  it('is waited for while the access token still holds, and no longer', async () => {
    let answer = () => {};
    const hangs = new Promise<void>((resolve) => (answer = resolve));
    service.on('POST /user/details', DETAILS).on('POST /refresh-tokens', async () => {
      await hangs;
      return { status: 200, body: service.pair() };
    });
    const { accessToken } = hold(service.token(900, 898));
    await client().user();
    answer();
    assert.equal(service.to('POST /user/details')[0]!.headers.authorization, `Bearer ${accessToken}`);
  });

  it('is tried again twice if there is no answer', async () => {
    service.on('POST /user/details', DETAILS).on('POST /refresh-tokens', (seen) => {
      if (service.to(seen.route).length < 3) {
        service.hangUp();
      }
      return { status: 200, body: service.pair() };
    });
    hold(undefined);
    await client().user();
    assert.deepEqual(pauses, [1, 3]);
    const tries = service.to('POST /refresh-tokens').map((seen) => seen.headers.authorization);
    assert.deepEqual(tries, [tries[0], tries[0], tries[0]]);
  });

  it('is not tried a fourth time', async () => {
    hold(undefined);
    await service.stop();
    assert.equal((await failure(client().user())).code, 'network');
    assert.deepEqual(pauses, [1, 3]);
  });

  for (const status of [500, 502, 503, 504, 520]) {
    it(`is tried again if somebody on the way says ${status} after it was carried out`, async () => {
      const pair = service.pair();
      service.on('POST /user/details', DETAILS).on('POST /refresh-tokens', (seen) =>
        service.to(seen.route).length === 1 ? { status, body: '<html>' } : { status: 200, body: pair },
      );
      hold(undefined);
      await client().user();
      assert.deepEqual(pauses, [1]);
      assert.equal(storage.read().refreshToken, pair.data.refreshToken);
      const [first, second] = service.to('POST /refresh-tokens');
      assert.equal(second!.headers.authorization, first!.headers.authorization);
    });
  }

  it('does not wait as long as a gateway says, which knows nothing of the grace', async () => {
    service.on('POST /refresh-tokens', { status: 503, body: '<html>', headers: { 'Retry-After': '60' } });
    const { refreshToken } = hold(undefined);
    const error = await failure(client().user());
    assert.deepEqual([error.code, error.status, error.retryAfter], ['unexpected', 503, 60]);
    assert.deepEqual(pauses, [5, 5]);
    assert.equal(storage.read().refreshToken, refreshToken);
  });

  it('is tried again if the answer breaks off', async () => {
    service.on('POST /user/details', DETAILS).on('POST /refresh-tokens', (seen) => {
      const body = { text: '{"message":"Done",', headers: { 'Content-Length': '2000' } };
      return service.to(seen.route).length === 1
        ? { status: 200, ...body, headers: { ...body.headers, Connection: 'close' } }
        : { status: 200, body: service.pair() };
    });
    hold(undefined);
    await client().user();
    assert.deepEqual(pauses, [1]);
  });

  for (const status of [400, 404, 429]) {
    it(`is not tried again if somebody on the way says ${status}`, async () => {
      service.on('POST /refresh-tokens', { status, body: '<html>' });
      hold(undefined);
      assert.equal((await failure(client().user())).status, status);
      assert.equal(service.seen.length, 1);
    });
  }

  it('is tried again when the service says', async () => {
    const busy = { status: 503, body: PROBLEMS.unavailable, headers: { 'Retry-After': '2' } };
    service.on('POST /refresh-tokens', busy);
    hold(undefined);
    assert.equal((await failure(client().user())).code, 'unavailable');
    assert.deepEqual(pauses, [2, 2]);
  });

  it('is not tried again after a sign-out', async () => {
    service.on('POST /user/details', 'missing_token').on('POST /refresh-tokens', () => {
      storage.clear();
      return { status: 503, body: PROBLEMS.unavailable, headers: { 'Retry-After': '1' } };
    });
    hold(undefined);
    assert.equal((await failure(client().user())).code, 'missing_token');
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  for (const [what, body] of [
    ['nothing', undefined],
    ['null', null],
    ['a page', '<html>'],
    ['no tokens', { data: {} }],
    ['what is no token', { data: { accessToken: 'a.b.c', refreshToken: 'a.b.c' } }],
    ['a number', { data: { accessToken: 1, refreshToken: 2 } }],
  ] as const) {
    it(`or a sign-in that brings ${what} keeps what is held`, async () => {
      service.on('POST /refresh-tokens', { status: 200, body }).on('POST /login', { status: 200, body });
      const held = hold(service.token(900, 901));
      for (const error of [await failure(client().user()), await failure(client().login(ADA))]) {
        assert.deepEqual([error.code, error.status], ['unexpected', 200]);
      }
      assert.deepEqual(storage.read(), { ...held, skew: 0 });
    });
  }

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
    ['by its address', (url: string) => http().get(`${url}/steal`)],
    ['without a scheme', (url: string) => http().get(`${url.replace('http:', '')}/steal`)],
    ['as a base of its own', (url: string) => http().get('/steal', { baseURL: url })],
    ['by the defaults', (url: string) => {
      const axios = http();
      axios.defaults.baseURL = url;
      return axios.get('/steal');
    }],
    ['with backslashes', (url: string) => http().get(`${url.replace('http://', 'http:\\\\')}/steal`, { baseURL: '' })],
    ['by credentials that look like the host', (url: string) => http().get(url.replace('http://', `${service.url}@`))],
  ] as const) {
    it(`gets no request that names it ${how}`, async () => {
      assert.equal((await failure(request(other.url))).code, 'foreign_origin');
      assert.deepEqual([...other.seen, ...service.seen], []);
    });
  }

  for (const baseURL of ['', '/api', null, undefined]) {
    it(`is not what the page's own address makes of the base ${baseURL}`, async () => {
      const fetched: string[] = [];
      const { fetch } = globalThis;
      mock.method(globalThis, 'fetch', (request: Request) => {
        fetched.push(request.url);
        return fetch(request);
      });
      // In a browser, a relative address is one of the page. Here it would not be an address at all.
      const axios = http('/auth');
      await axios.get('/x', { baseURL } as object).catch(() => {});
      axios.defaults.baseURL = '/api';
      await axios.get('/y', { params: { a: 'b c' }, paramsSerializer: () => 'mine' }).catch(() => {});
      const first = baseURL === '/api' ? '/api/x' : '/x';
      assert.deepEqual(fetched, [service.url + first, `${service.url}/api/y?mine`]);
    });
  }

  it('gets nothing by a redirect', async () => {
    service.on('GET /there', { status: 307, headers: { Location: `${other.url}/steal` } });
    assert.equal((await failure(http().get('/there'))).code, 'network');
    assert.deepEqual(other.seen, []);
  });

  it('gets no password by a redirect', async () => {
    service.on('POST /login', { status: 307, headers: { Location: `${other.url}/steal` } });
    assert.equal((await failure(client().login(ADA))).code, 'network');
    assert.deepEqual(other.seen, []);
  });

  it('is not the service by its address', async () => {
    service.on('GET /mine', DETAILS);
    assert.equal((await http().get(`${service.url}/mine`)).status, 200);
  });
});

describe('Signing in', () => {
  it('keeps the pair, and gives only the id away', async () => {
    service.on('POST /register', 'pair');
    const one = client();
    const registered = await one.register({ ...ADA, name: 'Ada' });
    for (const id of [registered.id, await one.login(ADA)]) {
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

  it('refreshes and tries once more if the service does not know the access token', async () => {
    hold(service.token(900));
    service.on('POST /logout', () => (service.to('POST /logout').length === 1 ? 'invalid_token' : DONE));
    await client().logout();
    assert.equal(service.to('POST /logout').length, 2);
  });

  for (const code of ['invalid_token', 'expired_token'] as const) {
    it(`is not done if the answer is ${code} again`, async () => {
      hold(service.token(900));
      service.on('POST /logout', code);
      assert.equal((await failure(client().logout())).code, code);
      assert.equal(service.to('POST /logout').length, 2);
      assert.deepEqual(storage.read(), { skew: 0 });
    });
  }

  it('is done if the session ends before the second try', async () => {
    hold(service.token(900));
    service.on('POST /logout', 'revoked_token');
    await client().logout();
    assert.deepEqual(storage.read(), { skew: 0 });
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

  it('everywhere leaves a sign-in alone that came in meanwhile', async () => {
    hold(service.token(900));
    const theirs = service.pair({ sub: 'ada', sid: 'second' }).data;
    service.on('POST /logout/all', () => {
      storage.write({ ...theirs, skew: 0 });
      return DONE;
    });
    await client().logoutEverywhere();
    assert.equal(storage.read().refreshToken, theirs.refreshToken);
    assert.equal(signedOut, 0);
  });

  it('everywhere keeps the tokens while it is not done, for another try', async () => {
    const { refreshToken } = hold(service.token(900));
    service.on('POST /logout/all', 'unavailable');
    await failure(client().logoutEverywhere());
    assert.equal(storage.read().refreshToken, refreshToken);
  });
});

describe('The own account', () => {
  const CHANGE = { currentPassword: 'correct horse battery', newPassword: 'purple window elephant' };

  it('is changed', async () => {
    const { accessToken } = hold(service.token(900));
    const changed = { id: 'a', email: ADA.email, emailVerified: false, name: 'Grace', locale: 'de' };
    service.on('PATCH /user', { status: 200, body: { message: 'Done', data: changed } });
    assert.deepEqual(await client().updateUser({ name: 'Grace', locale: 'de' }), changed);
    const [seen] = service.to('PATCH /user');
    assert.equal(seen!.headers.authorization, `Bearer ${accessToken}`);
    assert.deepEqual(JSON.parse(seen!.body), { name: 'Grace', locale: 'de' });
  });

  it('goes on with the next pair after a change of password', async () => {
    hold(service.token(900));
    const next = service.pair({ sub: 'ada', sid: 'first' });
    service.on('POST /user/password', { status: 200, body: next });
    await client().changePassword(CHANGE);
    assert.deepEqual(JSON.parse(service.to('POST /user/password')[0]!.body), CHANGE);
    assert.equal(storage.read().accessToken, next.data.accessToken);
    assert.equal(storage.read().refreshToken, next.data.refreshToken);
  });

  it('keeps another session that began while the password was changed', async () => {
    hold(service.token(900));
    const other = service.pair({ sub: 'bob', sid: 'second' }).data;
    service.on('POST /user/password', () => {
      storage.write({ ...other, skew: 0 });
      return { status: 200, body: service.pair({ sub: 'ada', sid: 'first' }) };
    });
    await client().changePassword(CHANGE);
    assert.equal(storage.read().refreshToken, other.refreshToken);
  });

  it('has the next tokens though the answer to the change of the password is lost', async () => {
    const { accessToken } = hold(service.token(900));
    const next = service.pair({ sub: 'ada', sid: 'first' });
    service.on('POST /user/password', 'unavailable');
    service.on('POST /refresh-tokens', { status: 200, body: next });
    assert.equal((await failure(client().changePassword(CHANGE))).code, 'unavailable');
    assert.notEqual(storage.read().accessToken, accessToken);
    assert.equal(storage.read().refreshToken, next.data.refreshToken);
    assert.equal(signedOut, 0);
  });

  it('keeps its tokens if the password is wrong', async () => {
    const { refreshToken } = hold(service.token(900));
    service.on('POST /user/password', 'invalid_credentials');
    assert.equal((await failure(client().changePassword(CHANGE))).code, 'invalid_credentials');
    assert.equal(storage.read().refreshToken, refreshToken);
    assert.equal(signedOut, 0);
  });

  it('is deleted, which clears both tokens', async () => {
    hold(service.token(900));
    service.on('DELETE /user', { status: 204 });
    await client().deleteUser(ADA.password);
    assert.deepEqual(JSON.parse(service.to('DELETE /user')[0]!.body), { password: ADA.password });
    assert.equal(storage.read().refreshToken, undefined);
    assert.equal(signedOut, 1);
  });

  it('keeps its tokens while the deletion is not done', async () => {
    const { refreshToken } = hold(service.token(900));
    service.on('DELETE /user', 'unavailable');
    assert.equal((await failure(client().deleteUser(ADA.password))).code, 'unavailable');
    assert.equal(storage.read().refreshToken, refreshToken);
  });

  it('is exported', async () => {
    hold(service.token(900));
    service.on('GET /user/export', { status: 200, body: { message: 'Done', data: { sessions: [] } } });
    assert.deepEqual(await client().exportUser(), { sessions: [] });
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
