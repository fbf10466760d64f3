/** Asks the proxy, with the read key that the browser never sees. */
export interface ProxyAnswer {
  status: number;
  body: unknown;
}

/** A little over the proxy's own query timeout (10 s), so that its answer about it arrives. */
const TIMEOUT_MS = 15_000;

export class ProxyClient {
  constructor(
    private readonly url: string,
    private readonly readKey: string
  ) {}

  get(path: string): Promise<ProxyAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown): Promise<ProxyAnswer> {
    return this.send('POST', path, body);
  }

  /** Never rejects: a proxy that cannot be reached is an answer 502 that says so. */
  private async send(method: string, path: string, body?: unknown): Promise<ProxyAnswer> {
    try {
      const response = await fetch(this.url + path, {
        method,
        headers: {
          authorization: `Bearer ${this.readKey}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, body: await response.json() };
    } catch (error) {
      const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return { status: 502, body: { detail: `The proxy at ${this.url} does not answer: ${reason}` } };
    }
  }
}

/** The sentence of a problem+json body. */
export function problemText({ status, body }: ProxyAnswer): string {
  if (typeof body === 'object' && body !== null) {
    if ('detail' in body && typeof body.detail === 'string') {
      return body.detail;
    }
    if ('title' in body && typeof body.title === 'string') {
      return body.title;
    }
  }
  return `The proxy answered with status ${status}`;
}
