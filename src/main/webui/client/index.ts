export type { AuthListener } from './auth-changes.js';
export { createAuthClient } from './auth-client.js';
export type { AuthClient, AuthClientOptions } from './auth-client.js';
export { AuthError } from './auth-error.js';
export type { AuthErrorCode, FieldError } from './auth-error.js';
export { cookieStorage } from './cookie-storage.js';
export type { CookieJar, CookieOptions } from './cookie-storage.js';
export { memoryStorage } from './memory-storage.js';
export type {
  Account,
  Credentials,
  Export,
  MailProof,
  NewAccount,
  PasswordChange,
  PasswordReset,
  ProfileChange,
  Registration,
  Session,
} from './model.js';
export { requestCookies } from './request-cookies.js';
export type { RequestCookies } from './request-cookies.js';
export type { HeldTokens, TokenStorage, TokenStorageFor } from './tokens.js';
