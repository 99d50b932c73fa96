import type { HeldTokens, TokenStorageFor } from './tokens.js';

const NONE: HeldTokens = { skew: 0 };

/**
 * Keeps the tokens in this page's memory: nothing can be read from elsewhere, and a reload signs out. Each tab has a
 * session of its own.
 */
export function memoryStorage(): TokenStorageFor {
  return () => {
    let held = NONE;
    return {
      read: () => held,
      write: (tokens) => {
        held = tokens;
      },
      clear: () => {
        held = NONE;
      },
    };
  };
}
