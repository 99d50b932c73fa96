import { replyTo } from '../client/answers.js';

const TO_ANSWER_MILLIS = 30_000;

/** Sends what a form has. Rejects with an `AuthError` unless it is done. */
export async function post(address: string, body: Record<string, unknown>): Promise<void> {
  const request = new Request(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(TO_ANSWER_MILLIS),
  });
  await replyTo(request, fetch);
}
