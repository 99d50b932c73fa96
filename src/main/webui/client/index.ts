export { createAuthClient } from './auth-client.js';
export type { AuthClient, AuthClientOptions } from './auth-client.js';
export { AuthError } from './auth-error.js';
export type { AuthErrorCode, FieldError } from './auth-error.js';
export { cookieStorage } from './cookie-storage.js';
export type { CookieOptions } from './cookie-storage.js';
export { memoryStorage } from './memory-storage.js';
export type { Account, Credentials, Registration, Session } from './model.js';
export type { HeldTokens, TokenStorage, TokenStorageFor } from './tokens.js';
