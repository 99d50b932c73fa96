import { AuthError } from './auth-error.js';
import type { Reply } from './model.js';

/** Sends a request and brings its answer, whatever its status. */
export type Send = (request: Request) => Promise<Response>;

/** A body in JSON. */
export function json(sent: object): RequestInit {
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(sent) };
}

/** Turns what fetch throws if there is no answer into an `AuthError`; an abort keeps its own reason. */
export async function answerTo(request: Request, send: Send): Promise<Response> {
  try {
    return await send(request);
  } catch (cause) {
    throw request.signal.aborted || cause instanceof AuthError ? cause : AuthError.noAnswer();
  }
}

/** The body of a success, as the service sends it; rejects with an `AuthError`, also after a time-out. */
export async function replyTo<T>(
  request: Request,
  send: Send,
): Promise<{ status: number; body: Reply<T> | undefined }> {
  try {
    const answer = await send(request);
    const body = await jsonOf(answer);
    if (!answer.ok) {
      throw AuthError.ofAnswer(answer, body);
    }
    return { status: answer.status, body: body as Reply<T> | undefined };
  } catch (cause) {
    throw cause instanceof AuthError ? cause : AuthError.noAnswer();
  }
}

/** Nothing if it is no JSON. Rejects if the body breaks off. */
export async function jsonOf(answer: Response): Promise<any> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isJson(answer: Response): boolean {
  return /\bjson\b/i.test(typeOf(answer));
}

/** RFC 9457, as all errors of the service are. */
export function isProblem(answer: Response): boolean {
  return typeOf(answer).startsWith('application/problem+json');
}

function typeOf(answer: Response): string {
  return answer.headers.get('content-type') ?? '';
}
