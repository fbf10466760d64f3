import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpAnswer } from './answer';
import { parseRetryAfter } from './backoff';
import type { ResolvedOptions } from './options';

/** An answer longer than this is not from the proxy: 10 000 rejections stay well below. */
const MAX_ANSWER_BYTES = 16_777_216;

const pack = promisify(gzip);

/** Speaks HTTP with the proxy over kept-alive connections, one a concurrent request. */
export class Transport {
  private readonly agent: http.Agent;

  constructor(private readonly options: Pick<ResolvedOptions, 'url' | 'key' | 'concurrency' | 'timeoutMs' | 'gzip'>) {
    const Agent = options.url.protocol === 'https:' ? https.Agent : http.Agent;
    // One more than the senders use: the policy is read beside them.
    this.agent = new Agent({ keepAlive: true, maxSockets: options.concurrency + 1 });
  }

  /** `POST /v1/events` with a JSON body; rejects when no answer came. */
  async postEvents(body: Buffer): Promise<HttpAnswer> {
    const wire = this.options.gzip ? await pack(body) : body;
    return this.request('POST', 'v1/events', wire, {
      'content-type': 'application/json',
      ...(this.options.gzip && { 'content-encoding': 'gzip' }),
      'content-length': String(wire.length),
    });
  }

  /** `GET /v1/collection`; rejects when no answer came. */
  getPolicy(): Promise<HttpAnswer> {
    return this.request('GET', 'v1/collection', undefined, {});
  }

  /** Closes idle connections and cuts those under way. */
  close(): void {
    this.agent.destroy();
  }

  private request(
    method: 'GET' | 'POST',
    path: string,
    body: Buffer | undefined,
    headers: http.OutgoingHttpHeaders
  ): Promise<HttpAnswer> {
    const { url, key, timeoutMs } = this.options;
    const send = url.protocol === 'https:' ? https.request : http.request;
    return new Promise((resolve, reject) => {
      const request = send(
        new URL(path, url),
        {
          method,
          agent: this.agent,
          // Covers the whole exchange; a socket timeout alone would let a dripping answer hold the queue.
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            ...headers,
            authorization: `Bearer ${key}`,
            accept: 'application/json',
            'user-agent': 'lopan-client',
          },
        },
        (response) => {
          readBody(response).then(resolve, reject);
        }
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}

async function readBody(response: http.IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > MAX_ANSWER_BYTES) {
      response.destroy();
      throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8'),
    retryAfterMs: parseRetryAfter(response.headers['retry-after'], Date.now()),
  };
}
