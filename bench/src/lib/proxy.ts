import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { constants } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PRIVACY_SECRET } from '../plant/settings';

const BIN = path.resolve(__dirname, '../../../backend-proxy/bin/lopan-analytics.js');
const KEYS = { ingest: 'an-ingest-key-of-the-bench', read: 'a-read-key-of-the-bench' } as const;

/** An answer of the proxy. */
export interface Answer {
  status: number;
  body: string;
}

/** Proxies under way. One that outlived its bench would disturb the next measurement. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // By itself a signal ends Node without "exit".
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** A proxy that serves as `npx lopan-analytics serve` does, with the defaults but for rate limits. */
export class BenchProxy {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });

  private constructor(
    private readonly child: ChildProcess,
    readonly url: URL
  ) {}

  /** Starts one on a database; returns when it is ready. @param env further environment */
  static async start(databaseUrl: string, env: Readonly<Record<string, string>> = {}): Promise<BenchProxy> {
    const child = spawn(process.execPath, [...(process.env.BENCH_NODE_ARGS?.split(' ') ?? []), BIN, 'serve'], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATABASE_URL: databaseUrl,
        LOPAN_PORT: '0',
        LOPAN_PRIVACY_SECRET: PRIVACY_SECRET,
        LOPAN_INGEST_KEYS: KEYS.ingest,
        LOPAN_READ_KEYS: KEYS.read,
        LOPAN_CONFIG: path.resolve(__dirname, '../../bench.yaml'),
        LOG_LEVEL: 'info',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) =>
        reject(new Error(`the proxy ended with code ${code ?? 'none'} before it was ready`))
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        const { msg, url: ready } = JSON.parse(line) as { msg?: string; url?: string };
        if (msg === 'ready' && ready !== undefined) {
          resolve(ready);
        }
      });
    });
    return new BenchProxy(child, new URL(url));
  }

  /** Memory that the process holds in RAM, bytes. */
  get residentBytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) * 1024;
  }

  /** Time on the processor so far, in ms. */
  get cpuMs(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // utime and stime, in ticks of 10 ms
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** Posts a body under the key of a scope. */
  post(scope: keyof typeof KEYS, route: string, body: string | Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        new URL(route, this.url),
        {
          method: 'POST',
          agent: this.#agent,
          headers: {
            authorization: `Bearer ${KEYS[scope]}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })
          );
          response.on('error', reject);
        }
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      await ended;
    }
  }
}
