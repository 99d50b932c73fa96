import {
  type AuthClient,
  cookieStorage,
  createAuthClient,
  memoryStorage,
  type TokenStorage,
  type TokenStorageFor,
} from '../client/index.js';

interface Keeping {
  auth: AuthClient;
  storage: TokenStorage;
}

// A gateway may have the service below a path: /auth/demo.
const baseURL = new URL('.', location.href).href.replace(/\/$/, '');
const ways: Record<string, Keeping> = { cookies: keptIn(cookieStorage()), memory: keptIn(memoryStorage()) };

/** The client in use, and where it keeps its tokens. */
export let { auth, storage } = ways.cookies!;

export function keepTokensIn(way: string): void {
  ({ auth, storage } = ways[way]!);
}

export function onAuthChange(run: () => void): void {
  Object.values(ways).forEach((way) => way.auth.onAuthChange(run));
}

/** The page has a hand on the storage, so that it can take the access token away; no app needs that. */
function keptIn(storageFor: TokenStorageFor): Keeping {
  const kept = storageFor(baseURL);
  return { storage: kept, auth: createAuthClient({ baseURL, storage: () => kept }) };
}
