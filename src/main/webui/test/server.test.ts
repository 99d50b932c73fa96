import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createAxios } from '../client/axios.js';
import { cookieStorage, createAuthClient, requestCookies } from '../client/index.js';
import { DETAILS, FakeService } from './fake-service.js';
import { failure } from './held.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery' };

let service: FakeService;

beforeEach(async () => {
  service = await FakeService.start();
});

afterEach(() => service.stop());

function name(what: string): string {
  return `__Host-latchkey_${what}_${encodeURIComponent(service.url)}`;
}

/** What the browser of a user sends who has signed in. */
function header(accessToken = service.token(900), skew = 0): string {
  const pairs = { access: accessToken, refresh: service.token(2_592_000), skew };
  return ['theme=dark', ...Object.entries(pairs).map(([what, value]) => `${name(what)}=${value}`)].join('; ');
}

function forRequest(cookie: string | null | undefined) {
  const cookies = requestCookies(cookie);
  return { cookies, auth: createAuthClient({ baseURL: service.url, storage: cookieStorage({ jar: cookies }) }) };
}

describe('On a server, without a request', () => {
  it('nobody is signed in', async () => {
    service.on('POST /user/details', 'missing_token');
    const auth = createAuthClient({ baseURL: service.url });
    assert.deepEqual([auth.signedIn(), auth.userId(), auth.secondsLeft().refresh], [false, undefined, 0]);
    assert.equal((await failure(auth.user())).code, 'missing_token');
    await auth.logout();
    auth.onAuthChange(() => {})();
  });

  it('nobody can sign in, and the session that began is ended', async () => {
    service.on('POST /logout', { status: 200 });
    const auth = createAuthClient({ baseURL: service.url });
    const error = await failure(auth.login(ADA));
    assert.equal(error.code, 'cookies_refused');
    assert.match(error.message, /requestCookies/);
    assert.equal(service.to('POST /logout').length, 1);
    assert.ok(!auth.signedIn());
  });

  it('a relative baseURL is refused with the reason', () => {
    assert.throws(() => createAuthClient({ baseURL: '/auth' }), /absolute.*server.*\/auth/);
  });
});

describe('On a server, the cookies of a request', () => {
  it('are the session of who sent it', async () => {
    service.on('POST /user/details', DETAILS).on('GET /orders', DETAILS);
    const accessToken = service.token(900);
    const { auth, cookies } = forRequest(header(accessToken));
    assert.equal(auth.userId(), 'ada');
    assert.equal((await auth.user()).name, 'Ada');
    await createAxios(auth).get('/orders');
    assert.ok(service.seen.every(({ headers }) => headers.authorization === `Bearer ${accessToken}`));
    assert.deepEqual(cookies.setCookies, []);
  });

  for (const none of [undefined, null, '', 'theme=dark']) {
    it(`are nobody's if they are ${none}`, () => {
      assert.ok(!forRequest(none).auth.signedIn());
    });
  }

  it('bring the renewed ones for the answer', async () => {
    service.on('POST /user/details', DETAILS);
    const { auth, cookies } = forRequest(header(service.token(900, 901)));
    await Promise.all([auth.user(), auth.user()]);
    assert.equal(service.to('POST /refresh-tokens').length, 1);
    const { authorization } = service.to('POST /user/details')[0]!.headers;
    const [access, refresh, ...others] = cookies.setCookies;
    assert.equal(access, `${name('access')}=${authorization!.slice(7)}; Path=/; Max-Age=900; Secure; SameSite=Strict`);
    assert.match(refresh!, /_refresh_.*; Path=\/; Max-Age=2592000; Secure; SameSite=Strict$/);
    assert.deepEqual(others, []);
  });

  it('tell nothing of its own clock, and keep what the browser knows of its own', async () => {
    service.on('POST /user/details', DETAILS);
    const wrong = forRequest(header(service.token(900), 86_400));
    await wrong.auth.user();
    assert.equal(service.to('POST /refresh-tokens').length, 0);
    const renewed = forRequest(header(service.token(900, 901), -86_400));
    await renewed.auth.user();
    assert.ok(renewed.cookies.setCookies.every((line) => !line.includes('_skew_')));
    assert.match(renewed.cookies.cookie, /_skew_[^;]*=-86400/);
  });

  it('are not trusted if there are two of one name', () => {
    assert.ok(!forRequest(`${header()}; ${name('refresh')}=planted`).auth.signedIn());
  });

  it('sign in and out, each cookie once', async () => {
    service.on('POST /logout', { status: 200 });
    const { auth, cookies } = forRequest(undefined);
    await auth.login(ADA);
    assert.equal(cookies.setCookies.length, 2);
    await auth.logout();
    assert.equal(cookies.setCookies.length, 3);
    assert.ok(cookies.setCookies.every((line) => line.includes('=; Path=/; Max-Age=0;')));
  });

  it('of two users are apart', async () => {
    service.on('POST /logout', { status: 200 });
    const [ada, bob] = [forRequest(header()), forRequest(header())];
    await ada.auth.logout();
    assert.deepEqual([ada.auth.signedIn(), bob.auth.signedIn()], [false, true]);
    assert.deepEqual(bob.cookies.setCookies, []);
  });
});
