import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type AuthClient, AuthError, createAuthClient, memoryStorage, type TokenStorage } from '../client/index.js';
import { FakeService } from './fake-service.js';

/** A client that is signed in, and its service. */
export interface SignedIn {
  service: FakeService;
  storage: TokenStorage;
  auth: AuthClient;
  /** The access token that it holds at the beginning. */
  token: string;
}

/** Of a token of this age, of those that live for 900 s. */
export async function signedIn(age = 0): Promise<SignedIn> {
  const service = await FakeService.start();
  const storage = memoryStorage()(service.url);
  const token = service.token(900, age);
  storage.write({ accessToken: token, refreshToken: service.token(2_592_000), skew: 0 });
  return { service, storage, token, auth: createAuthClient({ baseURL: service.url, storage: () => storage }) };
}

export async function reasonOf(failing: Promise<unknown>): Promise<unknown> {
  return failing.then(
    () => assert.fail('It did not fail.'),
    (reason: unknown) => reason,
  );
}

export async function failure(failing: Promise<unknown>): Promise<AuthError> {
  const error = await reasonOf(failing);
  assert.ok(error instanceof AuthError, String(error));
  return error;
}

/** All that a logger could print of it. */
export function everythingIn(value: unknown): string {
  return inspect(value, { depth: Infinity, showHidden: true, getters: true });
}
