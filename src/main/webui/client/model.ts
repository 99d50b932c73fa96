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
