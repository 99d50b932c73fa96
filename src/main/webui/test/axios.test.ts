import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import axios, { type AxiosInstance, type AxiosRequestConfig, type ResponseType } from 'axios';
import { createAxios } from '../client/axios.js';
import { DETAILS, onlyTheLast } from './fake-service.js';
import { everythingIn, failure, reasonOf, type SignedIn, signedIn } from './held.js';

let held: SignedIn;
let http: AxiosInstance;

beforeEach(async () => {
  held = await signedIn();
  http = createAxios(held.auth);
});

afterEach(() => held.service.stop());

const WAYS_TO_READ: Record<string, AxiosRequestConfig> = {
  ...Object.fromEntries(
    (['json', 'text', 'blob', 'arraybuffer', 'stream', 'formdata'] as ResponseType[]).map((responseType) => [
      `the responseType ${responseType}`,
      { responseType },
    ]),
  ),
  'a transformResponse of its own': { transformResponse: () => 'mine' },
  'no transformResponse': { transformResponse: [] },
};

for (const [what, config] of Object.entries(WAYS_TO_READ)) {
  describe(`A request with ${what}`, () => {
    for (const code of ['expired_token', 'stale_token', 'revoked_token', 'invalid_token'] as const) {
      it(`is repeated once after a refresh if the answer is ${code}`, async () => {
        const refusal = onlyTheLast(code);
        const form = { status: 200, text: '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n' };
        const type = { 'Content-Type': 'multipart/form-data; boundary=b' };
        held.service.on('GET /file', (seen) => {
          const answer = refusal(seen);
          return config.responseType === 'formdata' && typeof answer !== 'string' ? { ...form, headers: type } : answer;
        });
        assert.equal((await http.get('/file', config)).status, 200);
        assert.equal(held.service.to('GET /file').length, 2);
        assert.equal(held.service.to('POST /refresh-tokens').length, 1);
      });
    }

    if (config.responseType !== 'formdata') {
      it('rejects with what the service says', async () => {
        held.service.on('GET /file', 'mismatched_tokens');
        const error = await failure(http.get('/file', config));
        assert.deepEqual([error.code, error.status, error.requestId], ['mismatched_tokens', 403, 'r-1']);
        assert.ok(!everythingIn(error).includes(held.token));
      });
    }
  });
}

describe('A request', () => {
  it('is repeated for those who take a refusal for a success, too', async () => {
    held.service.on('GET /orders', onlyTheLast('stale_token'));
    assert.equal((await http.get('/orders', { validateStatus: () => true })).status, 200);
  });

  it('rejects with the body of an error of a route of your own', async () => {
    held.service.on('GET /orders', { status: 409, body: { oops: true } });
    const error = await failure(http.get('/orders'));
    assert.deepEqual([error.code, error.status, error.body], ['unexpected', 409, { oops: true }]);
  });

  it('has the defaults that the instance was made with', async () => {
    held.service.on('GET /api/orders', DETAILS);
    const own = createAxios(held.auth, { baseURL: '/api', headers: { 'X-Mine': '1' } });
    await own.get('/orders');
    assert.equal(held.service.seen[0]!.headers['x-mine'], '1');
    assert.equal(held.service.seen[0]!.headers.authorization, `Bearer ${held.token}`);
  });

  it('passes interceptors of your own, which see no refusal that was renewed', async () => {
    held.service.on('GET /orders?mine=1', onlyTheLast('stale_token'));
    const statuses: number[] = [];
    http.interceptors.request.use((config) => ({ ...config, params: { mine: 1 } }));
    http.interceptors.response.use((response) => {
      statuses.push(response.status);
      return response;
    });
    await http.get('/orders');
    assert.deepEqual(statuses, [200]);
  });

  it('has no token if it goes by another adapter, which might follow a redirect', async () => {
    held.service.on('GET /orders', DETAILS);
    await http.get('/orders', { adapter: 'http' });
    assert.equal(held.service.seen[0]!.headers.authorization, undefined);
  });

  it('sends its body again when it is repeated', async () => {
    held.service.on('POST /orders', onlyTheLast('stale_token'));
    await http.post('/orders', new URLSearchParams({ a: '1' }));
    const [first, second] = held.service.to('POST /orders');
    assert.deepEqual([first!.body, second!.body], ['a=1', 'a=1']);
    assert.equal(second!.headers['content-type'], first!.headers['content-type']);
  });

  it('that axios does not send tells why, without the request', async () => {
    const error = await reasonOf(http.post('/orders', 'correct horse battery', { maxBodyLength: 1 }));
    assert.match(String(error), /maxBodyLength/);
    assert.ok(!everythingIn(error).includes('correct horse battery'));
  });
});

describe('The token is in nothing that axios hands out:', () => {
  it('neither an answer', async () => {
    held.service.on('GET /orders', DETAILS);
    assertNoToken(await http.get('/orders'));
  });

  for (const [how, stopped] of [
    ['before it is sent', () => http.get('/slow', { signal: AbortSignal.abort() })],
    ['by its signal', () => stoppedOnceThere((stop) => http.get('/slow', { signal: stop.signal }))],
    ['by a cancel token', () => {
      const source = axios.CancelToken.source();
      held.service.on('GET /slow', () => {
        source.cancel('enough');
        return DETAILS;
      });
      return http.get('/slow', { cancelToken: source.token });
    }],
  ] as const) {
    it(`nor the cancellation of a request ${how}`, async () => {
      const error = await reasonOf(stopped());
      assert.ok(axios.isAxiosError(error) && axios.isCancel(error));
      assert.equal((error as Error).name, 'CanceledError');
      assert.deepEqual([error.config, error.request], [undefined, undefined]);
      assertNoToken(error);
    });
  }

  it('nor a time-out, be it before or after the head of the answer', async () => {
    let answer = () => {};
    held.service.on('GET /silent', () => new Promise((resolve) => (answer = () => resolve(DETAILS))));
    const never = held.service.stream('GET /slow');
    for (const path of ['/silent', '/slow']) {
      const error = await failure(http.get(path, { timeout: 500 }));
      assert.deepEqual([error.code, error.status], ['network', undefined]);
      assertNoToken(error);
    }
    answer();
    never.end();
  });

  it('nor an answer that breaks off', async () => {
    held.service.on('GET /orders', { status: 200, text: '[', headers: { 'Content-Length': '9', Connection: 'close' } });
    const error = await failure(http.get('/orders'));
    assert.deepEqual([error.code, error.status], ['network', undefined]);
    assertNoToken(error);
  });

  it('nor an error, be it of a renewal', async () => {
    held.service.on('GET /orders', 'stale_token').on('POST /refresh-tokens', 'revoked_token');
    const { refreshToken } = held.storage.read();
    const error = await failure(http.post('/nowhere', { secret: 'correct horse battery' }));
    const renewal = await failure(http.get('/orders'));
    assert.deepEqual([error.code, renewal.code], ['not_found', 'revoked_token']);
    assertNoToken([error, renewal]);
    assert.ok(!everythingIn([error, renewal]).includes(refreshToken!));
    assert.ok(!everythingIn(error).includes('correct horse battery'));
  });

  it('nor an error of a transformResponse', async () => {
    held.service.on('GET /orders', DETAILS);
    const error = await reasonOf(http.get('/orders', { transformResponse: () => assert.fail('mine') }));
    assert.match(String(error), /mine/);
    assertNoToken(error);
  });
});

function assertNoToken(value: unknown): void {
  assert.ok(!everythingIn(value).includes(held.token));
}

function stoppedOnceThere(request: (stop: AbortController) => Promise<unknown>): Promise<unknown> {
  const stop = new AbortController();
  held.service.on('GET /slow', () => {
    stop.abort();
    return DETAILS;
  });
  return request(stop);
}
