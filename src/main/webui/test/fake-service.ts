import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { type Code, PROBLEMS } from './problems.js';

export interface Seen {
  route: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = Code | { status: number; body?: unknown; text?: string; headers?: Record<string, string> };

/** Answers as it is told to, and keeps what it was asked. */
export class FakeService {
  readonly seen: Seen[] = [];
  accessLife = 900;
  /** How far its clock is ahead, in seconds. */
  ahead = 0;
  private readonly answers = new Map<string, Answer | ((seen: Seen) => Answer | Promise<Answer>)>();
  readonly url: string;
  private issued = 0;

  private constructor(private readonly server: Server) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.handle(request, response));
  }

  static async start(): Promise<FakeService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeService(server).on('POST /login', 'pair').on('POST /refresh-tokens', 'pair');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Leaves those without an answer who wait for one. */
  hangUp(): void {
    this.server.closeAllConnections();
  }

  on(route: string, answer: Answer | 'pair' | ((seen: Seen) => Answer | Promise<Answer>)): this {
    this.answers.set(route, answer === 'pair' ? () => ({ status: 200, body: this.pair() }) : answer);
    return this;
  }

  /** An answer without an end. */
  stream(route: string): PassThrough {
    const body = new PassThrough();
    this.answers.set(route, { status: 200, body, headers: { 'Content-Type': 'text/event-stream' } });
    return body;
  }

  pair(claims?: { sub?: string; sid?: string }) {
    const accessToken = this.token(this.accessLife, 0, claims);
    const refreshToken = this.token(2_592_000, 0, claims);
    return { message: 'Done', data: { id: '0123456789abcdef01234567', accessToken, refreshToken } };
  }

  token(life: number, age = 0, claims: { sub?: string; sid?: string } = { sub: 'ada', sid: 'first' }): string {
    this.issued += 1;
    const iat = Math.floor(Date.now() / 1000 + this.ahead) - age;
    const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
    return `${part({ alg: 'HS256' })}.${part({ ...claims, jti: this.issued, iat, exp: iat + life, name: 'Zoë 🗝' })}.c2ln`;
  }

  to(route: string): Seen[] {
    return this.seen.filter((seen) => seen.route === route);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const seen = { route: `${request.method} ${request.url}`, headers: request.headers, body };
    this.seen.push(seen);
    const rule = this.answers.get(seen.route) ?? 'not_found';
    const answer = typeof rule === 'function' ? await rule(seen) : rule;
    if (typeof answer === 'string') {
      const problem = PROBLEMS[answer];
      const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': '7', 'X-Request-Id': 'r-1' };
      response.writeHead(problem.status, headers).end(JSON.stringify(problem));
    } else if (answer.body instanceof PassThrough) {
      response.writeHead(answer.status, answer.headers).flushHeaders();
      answer.body.pipe(response);
    } else {
      response
        .writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers })
        .end(answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body)));
    }
  }
}

export const DETAILS = {
  status: 200,
  body: { message: 'User details', data: { id: '0123456789abcdef01234567', name: 'Ada', email: 'ada@example.com' } },
};

/** Accepts the access token that was issued last, refuses all others. */
export function onlyTheLast(refusal: Code): (seen: Seen) => Answer {
  let accepted: string | undefined;
  return ({ headers }) => {
    const sent = headers.authorization;
    accepted ??= sent;
    return sent === accepted ? refusal : DETAILS;
  };
}
