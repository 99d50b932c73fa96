import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { cookieStorage, createAuthClient } from '../client/index.js';
import { DETAILS, FakeService } from './fake-service.js';

/** What a browser does with document.cookie, as far as this is about it. */
class CookieJar {
  readonly written: string[] = [];
  private readonly kept = new Map<string, string>([['theme', 'dark']]);

  get cookie(): string {
    return [...this.kept].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  set cookie(line: string) {
    this.written.push(line);
    const [pair, ...attributes] = line.split('; ') as [string, ...string[]];
    const [name, value] = pair.split('=') as [string, string];
    if (attributes.includes('Max-Age=0')) {
      this.kept.delete(name);
    } else {
      this.kept.set(name, value);
    }
  }
}

/** One at a time, as the browser's own. */
class Locks {
  private last: Promise<unknown> = Promise.resolve();

  request(_name: string, run: () => Promise<unknown>): Promise<unknown> {
    const next = this.last.then(run);
    this.last = next.catch(() => undefined);
    return next;
  }
}

let jar: CookieJar;
let service: FakeService;

beforeEach(async () => {
  jar = new CookieJar();
  Object.defineProperty(globalThis, 'document', { value: jar, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { locks: new Locks() }, configurable: true });
  service = await FakeService.start();
});

afterEach(async () => {
  await service.stop();
  Reflect.deleteProperty(globalThis, 'document');
  Reflect.deleteProperty(globalThis, 'navigator');
});

function tab() {
  return createAuthClient({ baseURL: service.url });
}

describe('Cookies', () => {
  it('expire when the tokens do, are Secure and SameSite=Strict', () => {
    const { accessToken, refreshToken } = service.pair().data;
    cookieStorage({ path: '/app' }).write({ accessToken, refreshToken, skew: -3 });
    assert.deepEqual(jar.written, [
      `latchkey_access=${accessToken}; Path=/app; Max-Age=900; Secure; SameSite=Strict`,
      `latchkey_refresh=${refreshToken}; Path=/app; Max-Age=2592000; Secure; SameSite=Strict`,
      'latchkey_skew=-3; Path=/app; Max-Age=2592000; Secure; SameSite=Strict',
    ]);
    assert.deepEqual(cookieStorage().read(), { accessToken, refreshToken, skew: -3 });
  });

  it('are all cleared, and no others', () => {
    const storage = cookieStorage({ name: 'shop' });
    storage.write({ ...service.pair().data, skew: 0 });
    storage.clear();
    assert.equal(jar.cookie, 'theme=dark');
  });

  it('of two apps are apart', () => {
    cookieStorage({ name: 'shop' }).write({ ...service.pair().data, skew: 0 });
    assert.equal(cookieStorage().read().refreshToken, undefined);
  });
});

describe('Tabs', () => {
  it('share one session and one refresh', async () => {
    service.on('POST /user/details', DETAILS);
    cookieStorage().write({ accessToken: service.token(900, 901), refreshToken: service.token(2_592_000), skew: 0 });
    await Promise.all(Array.from({ length: 5 }, () => tab().user()));
    assert.equal(service.to('POST /refresh-tokens').length, 1);
  });

  it('share a refresh after a refusal, too', async () => {
    const refused = service.token(900);
    service.on('POST /user/details', ({ headers }) =>
      headers.authorization === `Bearer ${refused}` ? 'stale_token' : DETAILS,
    );
    cookieStorage().write({ accessToken: refused, refreshToken: service.token(2_592_000), skew: 0 });
    await Promise.all(Array.from({ length: 5 }, () => tab().user()));
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
