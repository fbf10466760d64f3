import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** An event as it arrived. */
export interface Arrived {
  id: string;
  sequence: number;
  timestamp: string;
  type: string;
}

export interface Request {
  at: number;
  url: string;
  headers: http.IncomingHttpHeaders;
  bytes: number;
  envelope: { sentAt: string; deviceId: string; events: Arrived[] };
}

/** What a request gets instead of a verdict; `undefined` lets it through. */
export interface Reply {
  status?: number;
  headers?: http.OutgoingHttpHeaders;
  body?: string;
  /** Cuts the connection: before the events are stored, or after, when only the answer is lost. */
  cut?: 'before' | 'after';
  /** Never answers. */
  hang?: boolean;
}

/** A proxy on loopback that stores events by id and misbehaves as told. */
export class FakeProxy {
  readonly requests: Request[] = [];
  /** Every event ever stored, by id, in order of arrival. */
  readonly stored = new Map<string, Arrived>();
  misbehave: (request: Request) => Reply | undefined = () => undefined;
  /** Codes of events that are refused for good, by id. */
  reject: (event: Arrived) => string | undefined = () => undefined;
  policy: object = { batchSize: 100, flushIntervalSeconds: 60, maxEvents: 10_000, maxBodyBytes: 1_048_576 };
  policyRequests = 0;

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<FakeProxy> {
    const server = http.createServer();
    const proxy = new FakeProxy(server);
    server.on('request', (request, response) => void proxy.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
    } catch {
      // The client died while sending.
      return;
    }
    const wire = Buffer.concat(chunks);
    if (request.url?.endsWith('/v1/collection')) {
      this.policyRequests += 1;
      response.end(JSON.stringify(this.policy));
      return;
    }
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(wire) : wire;
    const envelope = JSON.parse(body.toString()) as Request['envelope'];
    const received: Request = {
      at: Date.now(),
      url: request.url ?? '',
      headers: request.headers,
      bytes: wire.length,
      envelope,
    };
    this.requests.push(received);
    this.answer(received, response);
  }

  private answer(request: Request, response: http.ServerResponse): void {
    const reply = this.misbehave(request);
    if (reply?.hang) {
      return;
    }
    if (reply?.cut === 'before') {
      response.destroy();
      return;
    }
    if (reply?.status !== undefined) {
      response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
      return;
    }
    const verdicts = { accepted: 0, duplicates: 0, rejected: [] as object[] };
    request.envelope.events.forEach((event, index) => {
      const code = this.reject(event);
      if (code) {
        verdicts.rejected.push({ index, id: event.id, code, path: '/launchTime', message: 'not to our taste' });
      } else if (this.stored.has(event.id)) {
        verdicts.duplicates += 1;
      } else {
        this.stored.set(event.id, event);
        verdicts.accepted += 1;
      }
    });
    if (reply?.cut === 'after') {
      response.destroy();
      return;
    }
    const allRejected = verdicts.rejected.length === request.envelope.events.length;
    response.writeHead(allRejected ? 422 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(verdicts));
  }
}
