import type { components } from './api.js';

type Schemas = components['schemas'];

/** What an account is made of. */
export type Registration = Schemas['Registration'];

/** What a session begins with. */
export type Credentials = Schemas['Login'];

/** Who is signed in. */
export type Account = Schemas['Account'];

/** What users may change about themselves; what is missing stays as it is. */
export type ProfileChange = Schemas['ProfileChange'];

export type PasswordChange = Schemas['PasswordChange'];

/** What has become of a registration. */
export interface NewAccount {
  /** The user's id. */
  readonly id: string;
  /** What the code belongs to that the user gets by mail, if one was sent. */
  readonly flow?: string | undefined;
}

/** What the code of a mail belongs to. */
export type Flow = Schemas['Flow'];

/** What came by mail: the token of the link, or the code, with the flow of the request that had it sent. */
export type MailProof = Schemas['MailProof'];

export type PasswordReset = Schemas['PasswordReset'];

/** All that the service has stored about a user. */
export type Export = Schemas['Export'];

/** One sign-in of the user, here or elsewhere. */
export type Session = Schemas['Session'];

export type TokenPair = Schemas['TokenPair'];

/** The body of a success that brings something. */
export interface Reply<T> {
  message: string;
  data: T;
}
