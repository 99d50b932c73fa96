import type { components } from './api.js';

type Responses = components['responses'];
type ProblemOf<R> = R extends { content: { 'application/problem+json': infer P extends { code: string } } } ? P : never;

/** The codes that the service answers with, from its OpenAPI document. */
type ServiceCode = ProblemOf<Responses[keyof Responses]>['code'];

/**
 * What went wrong, for programs: a code of the service, or one of the client's own.
 *
 * - `network`: there was no answer.
 * - `unexpected`: the answer was an error, but not one of the service.
 * - `foreign_origin`: the request was not sent, since it would have carried a token to another origin.
 * - `cookies_refused`: the browser does not keep the cookies, so nobody can be signed in.
 */
export type AuthErrorCode = ServiceCode | 'network' | 'unexpected' | 'foreign_origin' | 'cookies_refused';

/** A field of the request that is at fault. */
export interface FieldError {
  field: string;
  message: string;
}

/**
 * A request that failed. It does not carry the request along, as axios's own errors do: that may hold what was typed in,
 * and errors end up in logs.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';

  constructor(
    readonly code: AuthErrorCode,
    message: string,
    /** The HTTP status; none if there was no answer. */
    readonly status?: number,
    /** The fields that are at fault, if that is the fault. */
    readonly errors: readonly FieldError[] = [],
    /** How many seconds to wait before another try, if the service said so. */
    readonly retryAfter?: number,
    /** The body of the answer, for errors of your own routes. */
    readonly body?: unknown,
    /** Finds the request in the service's log. */
    readonly requestId?: string,
    /** What the code belongs to that a login has sent by mail, with `email_not_verified`; see `verifyEmail`. */
    readonly flow?: string,
  ) {
    super(message);
  }

  static readonly noAnswer = () => new AuthError('network', 'There was no answer.');

  /** Whoever is on the way may have answered, so nothing in the body is sure to be of the type that we send. */
  static ofAnswer({ status, headers }: { status: number; headers: Pick<Headers, 'get'> }, body: any): AuthError {
    const retryAfter = Number(headers.get('retry-after') ?? NaN);
    return new AuthError(
      typeof body?.code === 'string' ? body.code : 'unexpected',
      typeof body?.message === 'string' ? body.message : `The answer was ${status}.`,
      status,
      Array.isArray(body?.errors) ? body.errors.filter(isFieldError) : [],
      Number.isFinite(retryAfter) ? retryAfter : undefined,
      body,
      headers.get('x-request-id') ?? undefined,
      typeof body?.flow === 'string' ? body.flow : undefined,
    );
  }
}

export function isOneOf(codes: ReadonlySet<AuthErrorCode>, error: unknown): error is AuthError {
  return error instanceof AuthError && codes.has(error.code);
}

function isFieldError(error: any): error is FieldError {
  return typeof error?.field === 'string' && typeof error.message === 'string';
}
