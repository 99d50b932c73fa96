import axios, {
  AxiosError,
  type AxiosInstance,
  CanceledError,
  type CreateAxiosDefaults,
  type InternalAxiosRequestConfig,
  isAxiosError,
  isCancel,
} from 'axios';
import { isJson, jsonOf } from './answers.js';
import type { AuthClient } from './auth-client.js';
import { AuthError } from './auth-error.js';

const NO_ANSWER = new Set<string | undefined>([AxiosError.ERR_NETWORK, AxiosError.ECONNABORTED, AxiosError.ETIMEDOUT]);

/**
 * An axios instance that sends the access token along, kept fresh, as `auth.fetch` does: requests go to the service's
 * origin, at which paths start, and no other. Rejects with an `AuthError`; a cancellation stays one.
 */
export function createAxios(auth: AuthClient, defaults: CreateAxiosDefaults = {}): AxiosInstance {
  /** What a refusal says, whatever axios is told to make of a body. */
  const answers = new WeakMap<object, { answer: Response; problem: unknown }>();

  async function send(request: Request): Promise<Response> {
    const answer = await auth.fetch(request);
    const problem = !answer.ok && isJson(answer) ? await jsonOf(answer.clone()).catch(() => undefined) : undefined;
    answers.set(request, { answer, problem });
    return answer;
  }

  // The token is in none of axios's own objects, since errors and answers carry them around.
  const env = { fetch: send as typeof fetch };
  const http = axios.create({ baseURL: auth.origin, ...defaults, adapter: 'fetch', env });

  http.interceptors.request.use((config) => {
    config.url = addressOf(config, auth);
    delete config.baseURL;
    delete config.params;
    return config;
  });
  http.interceptors.response.use(undefined, (cause: unknown) => {
    throw isAxiosError(cause) ? errorOf(cause) : cause;
  });
  return http;

  /** Without the request that axios puts into its own: that has what a user typed in, and errors end up in logs. */
  function errorOf(cause: AxiosError): Error {
    if (isCancel(cause)) {
      return new CanceledError(cause.message);
    }
    if (cause.cause instanceof AuthError) {
      return cause.cause;
    }
    const seen = answers.get(cause.request);
    if (seen && cause.response) {
      return AuthError.ofAnswer(seen.answer, seen.problem ?? cause.response.data);
    }
    // Of an answer that broke off, axios says nothing of its own.
    const brokeOff = seen && !cause.code;
    return brokeOff || NO_ANSWER.has(cause.code) ? AuthError.noAnswer() : new AxiosError(cause.message, cause.code);
  }
}

/** A relative address is one of the service's origin: fetch would resolve it against the page, or its <base>. */
function addressOf(config: InternalAxiosRequestConfig, { origin }: AuthClient): string {
  try {
    return new URL(axios.getUri(config), origin).href;
  } catch {
    // axios takes it for malformed, such as `http:\\host`, which fetch would follow.
    throw new AuthError('foreign_origin', `Tokens are sent to ${origin} only.`);
  }
}
