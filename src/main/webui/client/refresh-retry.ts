import { AuthError } from './auth-error.js';

/** How long to wait before the second and the third try, if the service does not say. */
const PAUSES_SECONDS = [1, 3];
const LONGEST_PAUSE_SECONDS = 5;

/**
 * How long to wait before a refresh that failed is tried again; nothing if it is not to be. Whoever answers with 5xx, the
 * service or a gateway before it, may do so after the refresh was carried out.
 */
export function secondsToNextTry(error: unknown, failuresBefore: number): number | undefined {
  const pause = PAUSES_SECONDS[failuresBefore];
  if (pause === undefined || !(error instanceof AuthError) || !mayHaveBeenCarriedOut(error)) {
    return undefined;
  }
  const wait = error.retryAfter ?? pause;
  if (wait <= LONGEST_PAUSE_SECONDS) {
    return wait;
  }
  // The service means what it says; a gateway does not know of the grace.
  return error.code === 'unexpected' ? LONGEST_PAUSE_SECONDS : undefined;
}

/** Whether a request that failed may have been carried out all the same. */
export function mayHaveBeenCarriedOut(error: unknown): boolean {
  return error instanceof AuthError && (error.code === 'network' || (error.status ?? 0) >= 500);
}
