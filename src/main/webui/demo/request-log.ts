/** What is shown of a request: never a header or a body, since those hold tokens and passwords. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  /** Missing while it is under way, and if there was no answer. */
  status?: number;
  /** Of an error of the service. */
  code?: string;
  milliseconds?: number;
}

/**
 * Tells of every request of this page, those that the client makes by itself, too: when it goes, and when it is over.
 * Returns what sends unseen.
 */
export function watchRequests(show: (request: LoggedRequest) => void): typeof fetch {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { method, url } = input instanceof Request ? input : new Request(input, init);
    const path = new URL(url).pathname;
    if (path.startsWith('/web-bundler/')) {
      // Dev mode's live reload.
      return send(input, init);
    }
    const logged: LoggedRequest = { method, path };
    const start = performance.now();
    show(logged);
    try {
      const response = await send(input, init);
      logged.status = response.status;
      if (!response.ok) {
        logged.code = await codeOf(response.clone());
      }
      return response;
    } finally {
      logged.milliseconds = Math.round(performance.now() - start);
      show(logged);
    }
  };
  return (input, init) => send(input, init);
}

async function codeOf(response: Response): Promise<string> {
  try {
    return (await response.json()).code;
  } catch {
    return 'unexpected';
  }
}
