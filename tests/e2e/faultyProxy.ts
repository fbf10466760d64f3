/** What stands between Grafana and the proxy, and goes wrong on demand in every way a proxy can. */
import http from 'node:http';

/** What is answered in place of the proxy's own answer; `well`: the proxy's. */
export type Fault = 'well' | 'away' | 'slow' | 'rubbish' | 401 | 429 | 500;

/** Longer than the data source waits. */
const NEVER_MS = 600_000;

const PROBLEMS: Readonly<Record<401 | 429 | 500, string>> = {
  401: 'The key in the Authorization header is missing or unknown.',
  429: 'More requests than the proxy takes. Try again in 5 seconds.',
  500: 'Something went wrong inside the proxy. Its log has the details under this request id.',
};

export class FaultyProxy {
  #fault: Fault = 'well';

  private constructor(
    private readonly server: http.Server,
    /** Where Grafana asks. */
    readonly url: string
  ) {}

  /** Starts in front of a proxy, well. @param port 0 takes any that is free */
  static async start(target: string, port = 0): Promise<FaultyProxy> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const faulty = new FaultyProxy(server, `http://127.0.0.1:${taken}`);
    server.on('request', (request, response) => faulty.#answer(target, request, response));
    return faulty;
  }

  /** Goes wrong, or well again. */
  set(fault: Fault): void {
    this.#fault = fault;
    // Nobody is spared by a connection that was opened in better times.
    this.server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  #answer(target: string, request: http.IncomingMessage, response: http.ServerResponse): void {
    const fault = this.#fault;
    switch (fault) {
      case 'well': {
        const { method, headers } = request;
        const forward = http.request(target + (request.url ?? ''), { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        forward.on('error', () => response.destroy());
        request.pipe(forward);
        break;
      }
      case 'away':
        request.socket.destroy();
        break;
      case 'slow':
        setTimeout(() => response.destroy(), NEVER_MS).unref();
        break;
      case 'rubbish':
        response.writeHead(200, { 'content-type': 'application/json' }).end('\u0000{{{ not JSON');
        break;
      default:
        response
          .writeHead(fault, { 'content-type': 'application/problem+json', 'retry-after': '5' })
          .end(JSON.stringify({ type: 'about:blank', status: fault, detail: PROBLEMS[fault] }));
    }
  }
}
