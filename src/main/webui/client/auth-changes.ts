/** Told who is signed in from now on; nothing if nobody is. */
export type AuthListener = (userId: string | undefined) => void;

/** Tells of changes of who is signed in, here and in the other tabs that share the tokens. */
export interface AuthChanges {
  /** Calls it at each change until what is returned is called. */
  listen(listener: AuthListener): () => void;
  /** Tells the listeners here if there is something new; whether there was. */
  check(): boolean;
  /** The same after a change that was made here, of which other tabs have to be told. */
  announce(): void;
}

export function authChanges(userId: () => string | undefined, sharedAs: string | undefined): AuthChanges {
  const listeners = new Set<AuthListener>();
  let told = userId();
  let stopWatching: (() => void) | undefined;

  function check(): boolean {
    const now = userId();
    if (now === told) {
      return false;
    }
    told = now;
    [...listeners].forEach((listener) => listener(now));
    return true;
  }

  return {
    listen(listener) {
      // An own one, so that the same function can listen twice.
      const own: AuthListener = (now) => listener(now);
      if (listeners.size === 0) {
        told = userId();
        stopWatching = watchOtherTabs(sharedAs, check);
      }
      listeners.add(own);
      return () => {
        if (listeners.delete(own) && listeners.size === 0) {
          stopWatching?.();
        }
      };
    },
    check,
    announce() {
      check();
      tellOtherTabs(sharedAs);
    },
  };
}

/** A tab that was suspended may have missed the word, so it looks when it is shown again. */
function watchOtherTabs(sharedAs: string | undefined, check: () => void): () => void {
  const channel = channelOf(sharedAs);
  channel?.addEventListener('message', check);
  const page = globalThis.document;
  page?.addEventListener?.('visibilitychange', check);
  return () => {
    channel?.close();
    page?.removeEventListener?.('visibilitychange', check);
  };
}

/** Only that something has changed, not what: each tab reads the tokens itself. */
function tellOtherTabs(sharedAs: string | undefined): void {
  const channel = channelOf(sharedAs);
  channel?.postMessage('changed');
  channel?.close();
}

/** None where a browser has it but does not let a page use it: Firefox, where cookies are blocked. */
function channelOf(sharedAs: string | undefined): BroadcastChannel | undefined {
  try {
    return sharedAs ? new BroadcastChannel(`latchkey:${sharedAs}`) : undefined;
  } catch {
    return undefined;
  }
}
