import type { components } from './api.js';

type Schemas = components['schemas'];

/** What an account is made of. */
export type Registration = Schemas['Registration'];

/** What a session begins with. */
export type Credentials = Schemas['Login'];

/** Who is signed in. */
export type Account = Schemas['Account'];

/** One sign-in of the user, here or elsewhere. */
export type Session = Schemas['Session'];

export type TokenPair = Schemas['TokenPair'];

/** The body of a success that brings something. */
export interface Reply<T> {
  message: string;
  data: T;
}
