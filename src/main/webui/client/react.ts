'use client';

import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useSyncExternalStore,
} from 'react';
import type { AuthClient } from './auth-client.js';

interface Provided {
  auth: AuthClient;
  initialUserId: string | undefined;
}

const Context = createContext<Provided | undefined>(undefined);

export interface AuthProviderProps {
  auth: AuthClient;
  /** Who was signed in when the server rendered, as `auth.userId()` said there: the first rendering here has to fit. */
  initialUserId?: string | undefined;
  children?: ReactNode;
}

/** Lets all below it use one client. */
export function AuthProvider({ auth, initialUserId, children }: AuthProviderProps): ReactElement {
  return createElement(Context.Provider, { value: { auth, initialUserId } }, children);
}

export interface Auth {
  auth: AuthClient;
  /** Who is signed in; nothing if nobody is. */
  userId: string | undefined;
  signedIn: boolean;
}

/** Who is signed in: renders again when that changes, in another tab, too. */
export function useAuth(): Auth {
  const provided = useContext(Context);
  if (!provided) {
    throw new Error('useAuth needs an AuthProvider above it.');
  }
  const { auth, initialUserId } = provided;
  const userId = useSyncExternalStore(auth.onAuthChange, auth.userId, () => initialUserId);
  return { auth, userId, signedIn: userId !== undefined };
}
