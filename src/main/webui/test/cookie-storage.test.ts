import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { AuthError, cookieStorage, createAuthClient } from '../client/index.js';
import { DETAILS, FakeService } from './fake-service.js';
import { failure } from './held.js';
import { closePage, CookiePage, openPage } from './page.js';

let jar: CookiePage;
let service: FakeService;

beforeEach(async () => {
  jar = openPage();
  service = await FakeService.start();
});

afterEach(async () => {
  mock.restoreAll();
  await service.stop();
  closePage();
});

function tab() {
  return createAuthClient({ baseURL: service.url });
}

const SHOP = 'https://shop.test/auth';
const AT_SHOP = 'https%3A%2F%2Fshop.test%2Fauth';

describe('Cookies', () => {
  it('expire when the tokens do, are Secure and SameSite=Strict, and of this host only', () => {
    const { accessToken, refreshToken } = service.pair().data;
    const storage = cookieStorage()(SHOP);
    storage.write({ accessToken, refreshToken, skew: -3 });
    assert.deepEqual(jar.written, [
      `__Host-latchkey_access_${AT_SHOP}=${accessToken}; Path=/; Max-Age=900; Secure; SameSite=Strict`,
      `__Host-latchkey_refresh_${AT_SHOP}=${refreshToken}; Path=/; Max-Age=2592000; Secure; SameSite=Strict`,
      `__Host-latchkey_skew_${AT_SHOP}=-3; Path=/; Max-Age=2592000; Secure; SameSite=Strict`,
    ]);
    assert.deepEqual(storage.read(), { accessToken, refreshToken, skew: -3 });
  });

  it('of a path have the prefix for that', () => {
    cookieStorage({ path: '/app' })(SHOP).write({ ...service.pair().data, skew: 0 });
    assert.ok(jar.written.every((line) => line.startsWith('__Secure-latchkey_') && line.includes('; Path=/app;')));
  });

  it('are not trusted if there are two of one name', () => {
    const storage = cookieStorage({ path: '/app' })(SHOP);
    storage.write({ ...service.pair().data, skew: 0 });
    const cookie = `${jar.cookie}; __Secure-latchkey_refresh_${AT_SHOP}=planted`;
    Object.defineProperty(globalThis, 'document', { value: { cookie }, configurable: true });
    assert.equal(storage.read().refreshToken, undefined);
    assert.ok(storage.read().accessToken);
  });

  it('are all cleared, and no others', () => {
    const storage = cookieStorage({ name: 'shop' })(SHOP);
    storage.write({ ...service.pair().data, skew: 0 });
    storage.clear();
    assert.equal(jar.cookie, 'theme=dark');
  });

  for (const [why, address, options, says] of [
    ['comes by plain HTTP', 'http://10.0.0.5:8080/', {}, /Secure.* http:\/\/10\.0\.0\.5:8080: .*HTTPS/],
    ['is outside of their path', 'https://app.test/sign-in', { path: '/app' }, /pages below \/app, and \/sign-in/],
    ['is not allowed any', 'https://app.test/', {}, /blocked/],
  ] as const) {
    it(`that do not stick since the page ${why} are no sign-in, and end the session`, async () => {
      closePage();
      openPage(address);
      Object.defineProperty(globalThis, 'document', { value: { cookie: '' }, configurable: true });
      Object.defineProperty(document, 'cookie', { get: () => 'theme=dark', set: () => {} });
      service.on('POST /logout', { status: 200 });
      const auth = createAuthClient({ baseURL: service.url, storage: cookieStorage(options) });
      const error = await failure(auth.login({ email: 'ada@example.com', password: 'correct horse battery' }));
      assert.equal(error.code, 'cookies_refused');
      assert.match(error.message, says);
      assert.ok(!auth.signedIn());
      const [{ headers }] = service.to('POST /logout') as [(typeof service.seen)[0]];
      assert.ok(headers['auth-token-access'] && headers['auth-token-refresh']);
    });
  }

  it('that no longer stick are told at a refresh', async () => {
    const auth = tab();
    await auth.login({ email: 'ada@example.com', password: 'correct horse battery' });
    const told: unknown[] = [];
    const stop = auth.onAuthChange((userId) => told.push(userId));
    const { get, set } = Object.getOwnPropertyDescriptor(CookiePage.prototype, 'cookie')!;
    Object.defineProperty(jar, 'cookie', {
      get: () => get!.call(jar),
      set: (line: string) => line.includes('Max-Age=0') && set!.call(jar, line),
    });
    assert.equal((await failure(auth.getAccessToken(await auth.getAccessToken()))).code, 'cookies_refused');
    assert.deepEqual(told, [undefined]);
    stop();
  });

  it('of a page in a sandbox, where they throw, are none', () => {
    const sandboxed = () => {
      throw new DOMException('The document is sandboxed.', 'SecurityError');
    };
    Object.defineProperty(jar, 'cookie', { get: sandboxed, set: sandboxed });
    const storage = cookieStorage()(SHOP);
    assert.deepEqual(storage.read(), { accessToken: undefined, refreshToken: undefined, skew: 0 });
    assert.throws(() => storage.write({ ...service.pair().data, skew: 0 }), { code: 'cookies_refused' });
    storage.clear();
  });

  // A token with many claims may be longer than a browser takes.
  for (const [dropped, sticks] of [
    ['_refresh_', 'access'],
    ['_access_', 'refresh'],
  ] as const) {
    it(`are refused as a whole if only the ${sticks} token sticks`, () => {
      const { written } = jar;
      const refuse = Object.getOwnPropertyDescriptor(CookiePage.prototype, 'cookie')!;
      Object.defineProperty(jar, 'cookie', {
        get: () => refuse.get!.call(jar),
        set: (line: string) => line.includes(dropped) || refuse.set!.call(jar, line),
      });
      const storage = cookieStorage()(SHOP);
      assert.throws(() => storage.write({ ...service.pair().data, skew: 0 }), AuthError);
      assert.equal(jar.cookie, 'theme=dark');
      assert.ok(written.length > 0);
    });
  }

  it('that are blocked are told, also where the browser keeps channels to other tabs from the page', async () => {
    Object.defineProperty(jar, 'cookie', { get: () => '', set: () => {} });
    mock.method(globalThis, 'BroadcastChannel', function blocked() {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    service.on('POST /logout', { status: 200 });
    const auth = createAuthClient({ baseURL: service.url, onSignedOut: () => {} });
    const stop = auth.onAuthChange(() => {});
    const error = await failure(auth.login({ email: 'ada@example.com', password: 'correct horse battery' }));
    assert.equal(error.code, 'cookies_refused');
    await auth.logout();
    stop();
  });

  it('of two apps are apart', () => {
    cookieStorage({ name: 'shop' })(SHOP).write({ ...service.pair().data, skew: 0 });
    assert.equal(cookieStorage()(SHOP).read().refreshToken, undefined);
  });
});

describe('Two services of one host', () => {
  let other: FakeService;

  beforeEach(async () => {
    other = await FakeService.start();
  });

  afterEach(() => other.stop());

  it('get no token of each other, and leave the sessions of each other alone', async () => {
    const ada = { email: 'ada@example.com', password: 'correct horse battery' };
    other.on('POST /user/details', 'missing_token').on('POST /refresh-tokens', 'invalid_token');
    await tab().login(ada);
    const there = createAuthClient({ baseURL: other.url });
    assert.ok(!there.signedIn());
    await assert.rejects(there.user(), { code: 'missing_token' });
    assert.equal(other.seen[0]!.headers.authorization, undefined);
    await there.login(ada);
    await there.logout().catch(() => {});
    assert.ok(tab().signedIn());
  });

  it('are apart below two paths, too, and a slash at the end is nothing', async () => {
    service.on('POST /a/login', 'pair');
    const at = (path: string) => createAuthClient({ baseURL: service.url + path });
    await at('/a').login({ email: 'ada@example.com', password: 'correct horse battery' });
    assert.deepEqual([at('/a/').signedIn(), at('/b').signedIn(), at('').signedIn()], [true, false, false]);
  });
});

describe('Tabs', () => {
  it('share one session and one refresh', async () => {
    service.on('POST /user/details', DETAILS);
    const accessToken = service.token(900, 901);
    cookieStorage()(service.url).write({ ...service.pair().data, accessToken, skew: 0 });
    await Promise.all(Array.from({ length: 5 }, () => tab().user()));
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  it('share a refresh after a refusal, too', async () => {
    const refused = service.token(900);
    service.on('POST /user/details', ({ headers }) =>
      headers.authorization === `Bearer ${refused}` ? 'stale_token' : DETAILS,
    );
    cookieStorage()(service.url).write({ accessToken: refused, refreshToken: service.token(2_592_000), skew: 0 });
    await Promise.all(Array.from({ length: 5 }, () => tab().user()));
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  it('wait no longer than that for the lock of one that was suspended', async () => {
    service.on('POST /user/details', DETAILS);
    const accessToken = service.token(900, 901);
    cookieStorage()(service.url).write({ ...service.pair().data, accessToken, skew: 0 });
    const suspended = new Promise<void>(() => {});
    void navigator.locks.request(`latchkey:latchkey ${service.url}`, () => suspended);
    // Longer than a refresh takes with all its tries.
    const patience = 20_000;
    const { timeout } = AbortSignal;
    mock.method(AbortSignal, 'timeout', (millis: number) =>
      millis === patience ? AbortSignal.abort() : timeout.call(AbortSignal, millis),
    );
    await tab().user();
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  it('are signed out by a logout in one of them', async () => {
    service.on('POST /logout', { status: 200, body: { message: 'User logged out' } });
    service.on('POST /user/details', 'missing_token');
    const one = tab();
    const other = tab();
    await one.login({ email: 'ada@example.com', password: 'correct horse battery' });
    assert.ok(other.signedIn());
    await one.logout();
    assert.ok(!other.signedIn());
    await assert.rejects(other.user(), { code: 'missing_token' });
  });
});
