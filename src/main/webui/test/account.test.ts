import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { post } from '../account/post.js';
import { Texts } from '../account/texts.js';
import { takeToken } from '../account/token.js';
import { AuthError } from '../client/auth-error.js';
import { type Code, PROBLEMS } from './problems.js';

// What the pages do with them is shown in a browser.
const EN = Texts.in('en-GB');
const DE = Texts.in('de-AT');

function error(code: Code, body: object = {}, retryAfter?: number): AuthError {
  const headers = new Headers(retryAfter ? { 'Retry-After': String(retryAfter) } : {});
  return AuthError.ofAnswer({ status: PROBLEMS[code].status, headers }, { ...PROBLEMS[code], ...body });
}

describe('the token of a link', () => {
  function at(address: string) {
    const shown: string[] = [];
    Object.assign(globalThis, {
      location: new URL(address),
      history: { replaceState: (_state: unknown, _title: string, path: string) => shown.push(path) },
    });
    return shown;
  }

  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'location');
    Reflect.deleteProperty(globalThis, 'history');
  });

  it('is taken out of the address', () => {
    const shown = at('https://app.test/auth/account/verify#token=a-b_c.1~2');
    assert.equal(takeToken(), 'a-b_c.1~2');
    assert.deepEqual(shown, ['/auth/account/verify']);
  });

  it('is not taken from the query, which is in requests and logs', () => {
    at('https://app.test/account/verify?token=abc');
    assert.equal(takeToken(), '');
  });

  it('may be missing', () => {
    at('https://app.test/account/verify#other');
    assert.equal(takeToken(), '');
  });
});

describe('what a page says', () => {
  it('is German for whoever reads German, and else English', () => {
    assert.deepEqual(
      ['de', 'de-CH', 'DE', 'en', 'fr', 'den', ''].map((language) => Texts.in(language).language),
      ['de', 'de', 'de', 'en', 'en', 'en', 'en'],
    );
  });

  it('is there for all that the pages ask for', () => {
    for (const page of ['verify', 'recover', 'email', 'undo']) {
      const html = readFileSync(`../resources/pages/${page}.html`, 'utf8');
      const keys = [
        ...[...html.matchAll(/data-text="([^"]+)"/g)].map((match) => match[1]!),
        ...[...html.matchAll(/form id="([^"]+)"/g)].map((match) => `${match[1]}.done`),
      ];
      assert.ok(keys.length >= 4, page);
      for (const key of keys) {
        assert.match(EN.of(key), /^[A-Z].+/, key);
        assert.match(DE.of(key), /^[A-Z].+/, key);
      }
    }
  });

  it('is plain words for each error, in both languages, and never the code', () => {
    for (const code of Object.keys(PROBLEMS) as Code[]) {
      const [english, german] = [EN.ofError(error(code)), DE.ofError(error(code))];
      assert.match(english, /^[A-Z].+\.$/, code);
      assert.match(german, /^[A-Z].+\.$/, code);
      assert.notEqual(english, german, code);
      assert.ok(!english.includes('_') && !german.includes('_'), code);
    }
  });

  it('is why a link does not work any more', () => {
    assert.match(EN.ofError(error('invalid_token')), /used, has expired, or was replaced by a newer one/);
  });

  it('is when to try again', () => {
    assert.match(EN.ofError(error('unavailable', {}, 1)), /Try again in 1 second\.$/);
    assert.match(EN.ofError(error('too_many_requests', {}, 59)), /in 59 seconds\.$/);
    assert.match(EN.ofError(error('too_many_requests', {}, 61)), /in 2 minutes\.$/);
    assert.match(DE.ofError(error('too_many_requests', {}, 900)), /in 15 Minuten noch einmal\.$/);
  });

  it('is what a password lacks', () => {
    const weak = (message: string) => error('weak_password', { errors: [{ field: 'password', message }] });
    const short = weak('must be at least 8 characters long');
    assert.equal(EN.ofError(short), 'The password must be at least 8 characters long.');
    assert.equal(DE.ofError(short), 'Das Passwort muss mindestens 8 Zeichen lang sein.');
    assert.match(DE.ofError(weak('must be at most 72 bytes long in UTF-8')), /höchstens 72 Bytes/);
    assert.match(DE.ofError(weak('is known from data breaches, or looks like one that is')), /Datenlecks/);
    assert.match(DE.ofError(weak('is too easy to guess: take several words')), /zu leicht zu erraten/);
    assert.equal(DE.ofError(weak('is odd')), 'Dieses Passwort geht nicht: Nehmen Sie ein anderes.');
  });

  it('is something also if whoever answered is not the service', () => {
    assert.equal(EN.ofError(AuthError.noAnswer()), EN.of('error.network'));
    const gateway = AuthError.ofAnswer({ status: 502, headers: new Headers() }, undefined);
    assert.equal(EN.ofError(gateway), EN.of('error.unexpected'));
    const forged = AuthError.ofAnswer({ status: 500, headers: new Headers() }, { code: 'toString' });
    assert.equal(EN.ofError(forged), EN.of('error.unexpected'));
  });
});

describe('an error', () => {
  it('tells what the code of a mail belongs to', () => {
    assert.equal(error('email_not_verified', { flow: 'f' }).flow, 'f');
    assert.equal(error('email_not_verified', { flow: 7 }).flow, undefined);
  });
});

describe('what is sent', () => {
  async function answering(status: number, body: object) {
    const seen: { method?: string | undefined; url?: string | undefined; headers: object; body: string }[] = [];
    const server = createServer(async (request, response) => {
      let sent = '';
      for await (const part of request) {
        sent += part;
      }
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: sent });
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { seen, address: `http://127.0.0.1:${port}/auth/user/email/undo`, close: () => server.close() };
  }

  it('is JSON, to the route of the form', async () => {
    const service = await answering(200, { message: 'Done.' });
    await post(service.address, { token: 'abc' });
    service.close();
    assert.equal(service.seen.length, 1);
    assert.equal(`${service.seen[0]!.method} ${service.seen[0]!.url}`, 'POST /auth/user/email/undo');
    assert.deepEqual(JSON.parse(service.seen[0]!.body), { token: 'abc' });
  });

  it('is sent once, also if it fails', async () => {
    const service = await answering(503, PROBLEMS.unavailable);
    await assert.rejects(post(service.address, { token: 'abc' }), (reason: AuthError) => reason.code === 'unavailable');
    service.close();
    assert.equal(service.seen.length, 1);
  });

  it('may get no answer', async () => {
    const service = await answering(200, {});
    service.close();
    await assert.rejects(post(service.address, {}), (reason: AuthError) => reason.code === 'network');
  });
});
