import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createAuthClient, memoryStorage } from '../client/index.js';
import { DETAILS, FakeService, onlyTheLast } from './fake-service.js';
import { everythingIn, failure, reasonOf, type SignedIn, signedIn } from './held.js';

let held: SignedIn;

beforeEach(async () => {
  held = await signedIn();
});

afterEach(() => held.service.stop());

/** A client that holds no tokens. */
function nobody() {
  return createAuthClient({ baseURL: held.service.url, storage: memoryStorage() });
}

describe('fetch', () => {
  for (const [what, input] of [
    ['a path', () => '/orders'],
    ['a path without a slash', () => 'orders'],
    ['an address', () => `${held.service.url}/orders`],
    ['a URL', () => new URL('/orders', held.service.url)],
    ['a Request', () => new Request(`${held.service.url}/orders`)],
  ] as const) {
    it(`sends the token to ${what}`, async () => {
      held.service.on('GET /orders', DETAILS);
      const answer = await held.auth.fetch(input());
      assert.deepEqual(await answer.json(), DETAILS.body);
      assert.equal(held.service.seen[0]!.headers.authorization, `Bearer ${held.token}`);
    });
  }

  it('hands out answers of every status, and their bodies', async () => {
    held.service.on('GET /orders', 'mismatched_tokens');
    for (const [path, status, code] of [
      ['/orders', 403, 'mismatched_tokens'],
      ['/nowhere', 404, 'not_found'],
    ] as const) {
      const answer = await held.auth.fetch(path);
      assert.deepEqual([answer.status, (await answer.json()).code], [status, code]);
    }
  });

  for (const [what, body] of [
    ['a text', () => 'x'.repeat(100_000)],
    ['bytes', () => new Uint8Array(100_000)],
    ['a file', () => new Blob(['x'.repeat(100_000)])],
    ['a stream', () => new Blob(['x'.repeat(100_000)]).stream()],
  ] as const) {
    it(`repeats a request with ${what} as it was`, async () => {
      held.service.on('POST /orders', onlyTheLast('stale_token'));
      const init = { method: 'POST', body: body(), headers: { 'X-Mine': 'ä1' }, duplex: 'half' } as RequestInit;
      assert.equal((await held.auth.fetch('/orders', init)).status, 200);
      const [first, second] = held.service.to('POST /orders');
      assert.equal(first!.body.length, 100_000);
      assert.equal(second!.body, first!.body);
      assert.equal(second!.headers['x-mine'], first!.headers['x-mine']);
      assert.equal(second!.headers.authorization, `Bearer ${held.storage.read().accessToken}`);
    });
  }

  it('repeats a form with its boundary', async () => {
    held.service.on('POST /orders', onlyTheLast('stale_token'));
    const body = new FormData();
    body.set('file', new Blob(['ten']), 'ten.txt');
    await held.auth.fetch('/orders', { method: 'POST', body });
    const [first, second] = held.service.to('POST /orders');
    assert.match(second!.headers['content-type']!, /^multipart\/form-data; boundary=/);
    assert.equal(second!.headers['content-type'], first!.headers['content-type']);
    assert.equal(second!.body, first!.body);
  });

  it('repeats a HEAD that was refused, whose answer cannot say why', async () => {
    held.service.on('HEAD /file', onlyTheLast('revoked_token'));
    const answer = await held.auth.fetch('/file', { method: 'HEAD' });
    assert.equal(answer.status, 200);
    assert.equal(held.service.to('POST /refresh-tokens').length, 1);
  });

  it('repeats no HEAD that a service of your own has refused', async () => {
    held.service.on('HEAD /file', { status: 403, headers: { 'Content-Type': 'text/html' } });
    assert.equal((await held.auth.fetch('/file', { method: 'HEAD' })).status, 403);
    assert.equal(held.service.seen.length, 1);
  });

  it('leaves a Request that it is given without the token', async () => {
    held.service.on('POST /orders', onlyTheLast('stale_token'));
    const request = new Request(`${held.service.url}/orders`, { method: 'POST', body: 'one' });
    await held.auth.fetch(request);
    assert.equal(held.service.to('POST /orders').length, 2);
    assert.equal(request.headers.get('authorization'), null);
  });

  it('follows no redirect, whatever it is told', async () => {
    const other = await FakeService.start();
    held.service.on('GET /there', { status: 307, headers: { Location: `${other.url}/steal` } });
    for (const redirect of ['follow', 'manual', 'error'] as const) {
      assert.equal((await failure(held.auth.fetch('/there', { redirect }))).code, 'network');
    }
    assert.deepEqual(other.seen, []);
    await other.stop();
  });

  it('refuses other origins', async () => {
    const other = await FakeService.start();
    for (const input of [`${other.url}/steal`, `//${new URL(other.url).host}/steal`, new Request(other.url)]) {
      assert.equal((await failure(held.auth.fetch(input))).code, 'foreign_origin');
    }
    assert.deepEqual([...other.seen, ...held.service.seen], []);
    await other.stop();
  });

  it('rejects without the token if there is no answer', async () => {
    await held.service.stop();
    const error = await failure(held.auth.fetch('/orders'));
    assert.equal(error.code, 'network');
    assert.ok(!everythingIn(error).includes(held.token));
  });

  it('rejects with the reason of an abort, and asks nobody if that came before', async () => {
    const reason = new Error('enough');
    const { auth, service } = await signedIn(901);
    assert.equal(await reasonOf(auth.fetch('/', { signal: AbortSignal.abort(reason) })), reason);
    assert.deepEqual(service.seen, []);
    await service.stop();
    const stop = new AbortController();
    held.service.on('GET /slow', () => {
      stop.abort(reason);
      return DETAILS;
    });
    const given = await reasonOf(held.auth.fetch('/slow', { signal: stop.signal }));
    assert.equal(given, reason);
  });

  it('does not send a request that was aborted while a refresh was under way', async () => {
    const stop = new AbortController();
    const { auth, service, storage } = await signedIn(901);
    service.on('POST /refresh-tokens', () => {
      stop.abort();
      return { status: 200, body: service.pair() };
    });
    assert.equal(((await reasonOf(auth.fetch('/', { signal: stop.signal }))) as Error).name, 'AbortError');
    assert.deepEqual(service.seen.map((seen) => seen.route), ['POST /refresh-tokens']);
    assert.ok(storage.read().refreshToken);
    await service.stop();
  });

  it('hands out a stream while it goes on', async () => {
    const events = held.service.stream('GET /events');
    const answer = await held.auth.fetch('/events', { headers: { Accept: 'text/event-stream' } });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (const event of ['one', 'two']) {
      events.write(`data: ${event}\n\n`);
      assert.equal((await reader.read()).value, `data: ${event}\n\n`);
    }
    await reader.cancel();
  });

  it('sends by the fetch that the client was made with', async () => {
    const sent: string[] = [];
    const auth = createAuthClient({
      baseURL: 'https://app.example.com/auth',
      storage: () => held.storage,
      fetch: async (request) => {
        sent.push(`${request.method} ${request.url}`);
        return Response.json(request.url.endsWith('/refresh-tokens') ? held.service.pair() : DETAILS.body);
      },
    });
    held.storage.write({ ...held.storage.read(), accessToken: '' } as Parameters<typeof held.storage.write>[0]);
    await auth.fetch('/orders');
    await auth.user();
    assert.deepEqual(sent, [
      'POST https://app.example.com/auth/refresh-tokens',
      'GET https://app.example.com/orders',
      'POST https://app.example.com/auth/user/details',
    ]);
  });
});

describe('getAccessToken', () => {
  it('brings the token that is held', async () => {
    assert.equal(await held.auth.getAccessToken(), held.token);
    assert.deepEqual(held.service.seen, []);
  });

  it('renews one that has run out, once for all', async () => {
    const { auth, service, storage } = await signedIn(901);
    const tokens = await Promise.all([auth.getAccessToken(), auth.getAccessToken()]);
    const { accessToken } = storage.read();
    assert.deepEqual(tokens, [accessToken, accessToken]);
    assert.equal(service.to('POST /refresh-tokens').length, 1);
    await service.stop();
  });

  it('brings another for one that was refused', async () => {
    const other = await held.auth.getAccessToken(held.token);
    assert.notEqual(other, held.token);
    assert.equal(await held.auth.getAccessToken(held.token), other);
    assert.equal(held.service.to('POST /refresh-tokens').length, 1);
  });

  it('brings nothing if nobody is signed in', async () => {
    assert.equal(await nobody().getAccessToken(), undefined);
    assert.equal(await nobody().getAccessToken('refused'), undefined);
    assert.deepEqual(held.service.seen, []);
  });

  it('rejects if there is none to be had for now', async () => {
    held.service.on('POST /refresh-tokens', 'too_many_requests');
    assert.equal((await failure(held.auth.getAccessToken(held.token))).code, 'too_many_requests');
  });
});
