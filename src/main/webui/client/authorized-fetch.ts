import { answerTo, isJson, isProblem, jsonOf, type Send } from './answers.js';
import { AuthError, type AuthErrorCode } from './auth-error.js';
import { type HeldSession, RENEWABLE } from './session.js';
import { claimsOf } from './tokens.js';

/** Sends an access token along with requests, to one origin only, and renews it when it must be. */
export function authorizedFetch(
  origin: string,
  session: HeldSession,
  send: Send,
  onMissingToken: () => void,
  renewable = RENEWABLE,
): typeof fetch {
  return async (input, init) => {
    const request = requestTo(origin, input, init);
    request.signal.throwIfAborted();
    const token = await session.accessToken();
    // A body can be sent only once.
    const repeat = token ? request.clone() : undefined;
    const answer = await answerTo(withToken(request, token), send);
    const code = request.method === 'HEAD' ? codeWithoutBody(answer) : await codeOf(answer);
    if (repeat && token && renewable.has(code)) {
      const renewed = await session.renew(token);
      // If another user has signed in meanwhile, the request is not theirs.
      if (renewed && claimsOf(renewed).sub === claimsOf(token).sub) {
        return answerTo(withToken(repeat, renewed), send);
      }
    }
    repeat?.body?.cancel().catch(() => {});
    if (code === 'missing_token') {
      onMissingToken();
    }
    return answer;
  };
}

/** A relative address is one of the service's origin, wherever the page is, and whatever it calls its base. */
function requestTo(origin: string, input: RequestInfo | URL, init: RequestInit | undefined): Request {
  const address = input instanceof Request ? input : new URL(input, origin).href;
  // A redirect would take the token along, in some browsers to other origins, too.
  const request = new Request(address, { ...init, redirect: 'error' });
  if (new URL(request.url).origin !== origin) {
    throw new AuthError('foreign_origin', `Tokens are sent to ${origin} only.`);
  }
  return request;
}

/** The request is ours alone, so whoever asked for it never gets to see the token. */
function withToken(request: Request, token: string | undefined): Request {
  if (token) {
    request.headers.set('Authorization', `Bearer ${token}`);
  }
  return request;
}

/** Why the token was refused, if it was. The answer can still be read. */
async function codeOf(answer: Response): Promise<any> {
  if ((answer.status !== 401 && answer.status !== 403) || !isJson(answer)) {
    return undefined;
  }
  return (await jsonOf(answer.clone()).catch(() => undefined))?.code;
}

/** What answers a HEAD has no body: that it is a problem, as the service's are, has to do. */
function codeWithoutBody(answer: Response): AuthErrorCode | undefined {
  return answer.status === 403 && isProblem(answer) ? 'invalid_token' : undefined;
}
