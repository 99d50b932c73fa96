import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type AuthClient, cookieStorage, createAuthClient, memoryStorage } from '../client/index.js';
import { DETAILS, FakeService } from './fake-service.js';
import { closePage, type CookiePage, openPage } from './page.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery' };

let page: CookiePage;
let service: FakeService;
let told: (string | undefined)[];
let stops: (() => void)[];

beforeEach(async () => {
  page = openPage();
  service = await FakeService.start();
  service.on('POST /logout', { status: 200 }).on('POST /logout/all', { status: 200 });
  told = [];
  stops = [];
});

afterEach(async () => {
  stops.forEach((stop) => stop());
  await service.stop();
  closePage();
});

function tab(onSignedOut?: () => void): AuthClient {
  return createAuthClient({ baseURL: service.url, ...(onSignedOut && { onSignedOut }) });
}

function listenTo(auth: AuthClient): AuthClient {
  stops.push(auth.onAuthChange((userId) => told.push(userId)));
  return auth;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** By then, what was said has arrived. */
async function wordHasGoneRound(): Promise<void> {
  const [one, other] = [new BroadcastChannel('round'), new BroadcastChannel('round')];
  await new Promise((resolve) => {
    other.onmessage = resolve;
    one.postMessage('');
  });
  one.close();
  other.close();
}

function ofAnotherUser() {
  const { accessToken, refreshToken } = service.pair({ sub: 'bob', sid: 'other' }).data;
  return { accessToken, refreshToken, skew: 0 };
}

describe('A change of who is signed in', () => {
  it('is told where it was made, once', async () => {
    const auth = listenTo(tab());
    await auth.login(ADA);
    assert.equal(auth.userId(), 'ada');
    await auth.logout();
    assert.deepEqual(told, ['ada', undefined]);
    assert.equal(auth.userId(), undefined);
  });

  it('is told to other tabs', async () => {
    const here = tab();
    listenTo(tab());
    await here.login(ADA);
    await until(() => told.length === 1);
    await here.logout();
    await until(() => told.length === 2);
    assert.deepEqual(told, ['ada', undefined]);
  });

  it('is told to other tabs if it was everywhere, or found out', async () => {
    const here = tab();
    listenTo(tab());
    await here.login(ADA);
    await here.logoutEverywhere();
    await until(() => told.length === 2);
    await here.login(ADA);
    service.on('POST /user/details', 'revoked_token').on('POST /refresh-tokens', 'revoked_token');
    await assert.rejects(here.user(), { code: 'revoked_token' });
    await until(() => told.length === 4);
    assert.deepEqual(told, ['ada', undefined, 'ada', undefined]);
  });

  it('is another user, too', async () => {
    const here = tab();
    await here.login(ADA);
    listenTo(tab());
    service.on('POST /login', { status: 200, body: service.pair({ sub: 'bob', sid: 'other' }) });
    await here.login({ ...ADA, email: 'bob@example.com' });
    await until(() => told.length === 1);
    assert.deepEqual(told, ['bob']);
  });

  it('is no refresh', async () => {
    service.on('POST /user/details', DETAILS);
    const here = listenTo(tab());
    await here.login(ADA);
    listenTo(tab());
    cookieStorage()(service.url).write({ ...service.pair().data, accessToken: service.token(900, 901), skew: 0 });
    await here.user();
    assert.equal(service.to('POST /refresh-tokens').length, 1);
    await wordHasGoneRound();
    assert.deepEqual(told, ['ada']);
  });

  it('that a suspended tab has missed is told when it is shown again', () => {
    const stored = cookieStorage()(service.url);
    listenTo(tab());
    stored.write(ofAnotherUser());
    assert.deepEqual(told, []);
    page.dispatchEvent(new Event('visibilitychange'));
    page.dispatchEvent(new Event('visibilitychange'));
    assert.deepEqual(told, ['bob']);
  });

  it('is not told to who has stopped listening', async () => {
    const auth = listenTo(tab());
    const stop = auth.onAuthChange(() => told.push('no'));
    stop();
    stop();
    await auth.login(ADA);
    stops.pop()!();
    await tab().logout();
    page.dispatchEvent(new Event('visibilitychange'));
    await wordHasGoneRound();
    assert.deepEqual(told, ['ada']);
    listenTo(auth);
    page.dispatchEvent(new Event('visibilitychange'));
    assert.deepEqual(told, ['ada']);
  });

  it('is not told to another service, nor to tabs with tokens of their own', async () => {
    const other = await FakeService.start();
    listenTo(createAuthClient({ baseURL: other.url }));
    listenTo(createAuthClient({ baseURL: service.url, storage: memoryStorage() }));
    await tab().login(ADA);
    await wordHasGoneRound();
    assert.deepEqual(told, []);
    await other.stop();
  });

  it('holds no token on its way', async () => {
    const messages: unknown[] = [];
    const channel = new BroadcastChannel(`latchkey:latchkey ${service.url}`);
    channel.onmessage = ({ data }) => messages.push(data);
    await tab().login(ADA);
    await until(() => messages.length === 1);
    channel.close();
    assert.deepEqual(messages, ['changed']);
  });
});

describe('onSignedOut', () => {
  it('is told of a sign-out in another tab, without a request', async () => {
    const here = tab();
    await here.login(ADA);
    let signedOut = 0;
    const there = tab(() => (signedOut += 1));
    await here.logout();
    await until(() => signedOut === 1);
    service.on('POST /user/details', 'missing_token');
    const before = service.seen.length;
    assert.ok(!there.signedIn());
    assert.equal(service.seen.length, before);
  });

  it('is told once if it is a request that finds it out', async () => {
    let signedOut = 0;
    const auth = tab(() => (signedOut += 1));
    await auth.login(ADA);
    await wordHasGoneRound();
    cookieStorage()(service.url).clear();
    service.on('POST /user/details', 'missing_token');
    await assert.rejects(auth.user(), { code: 'missing_token' });
    assert.equal(signedOut, 1);
  });
});
