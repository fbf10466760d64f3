/** A stream of events that goes on whatever breaks, and keeps the books of what it was told. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBody } from '../../backend-proxy/test/helpers/events';
import { streamEvent } from '../system/plant';
import { ConnectionLost, type ProxyProcess } from '../system/proxyProcess';

/** Requests under way at once when what was refused is sent again. */
const RESENDERS = 6;

export interface LoadOptions {
  /** Requests under way at once. */
  senders?: number;
  /** Events in one request. */
  batch?: number;
  /** Pause of a sender after a request, ms. */
  pauseMs?: number;
  /** The same after a request that was not answered with 200. */
  afterFailureMs?: number;
  /** Forgets what was refused, for floods that nobody could send again. */
  forgetful?: boolean;
}

export class Load {
  /** Ids of events that were answered as accepted or as there already. */
  readonly acknowledged = new Set<string>();
  /** How many requests were answered with each status; 0 stands for no answer. */
  readonly statuses = new Map<number, number>();
  /** Answers that no fault excuses, and refusals that do not say when to come again. */
  readonly wrong: string[] = [];
  /** Time of each acknowledged request, ms. */
  readonly latencies: number[] = [];
  /** When the last acknowledgement came, as `performance.now()` counts. */
  lastAcknowledged = 0;
  /** Events handed in at least once. */
  sent = 0;
  #open: EventBody[][] = [];
  #running = true;
  readonly #senders: Array<Promise<void>>;

  constructor(
    private readonly target: () => ProxyProcess,
    private readonly options: LoadOptions = {}
  ) {
    this.#senders = Array.from({ length: options.senders ?? 6 }, () => this.#run());
  }

  /** How often a status was answered. */
  answered(status: number): number {
    return this.statuses.get(status) ?? 0;
  }

  /** Ends the stream; what was not acknowledged is left for `resend`. */
  async end(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#senders);
  }

  /** Sends again what was not acknowledged, as a client does, until all of it is. @throws after `limitMs` */
  async resend(limitMs = 60_000): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (this.#open.length > 0) {
      if (Date.now() > deadline) {
        throw new Error(`${this.#open.length} requests were not acknowledged within ${limitMs} ms`);
      }
      const batches = this.#open.splice(0);
      const next = async (): Promise<void> => {
        for (let events = batches.pop(); events; events = batches.pop()) {
          await this.#post(events);
        }
      };
      await Promise.all(Array.from({ length: RESENDERS }, next));
    }
  }

  async #run(): Promise<void> {
    const { batch = 20, pauseMs = 100, afterFailureMs = 300 } = this.options;
    while (this.#running) {
      const events = Array.from({ length: batch }, () => streamEvent(this.sent++));
      await sleep((await this.#post(events)) ? pauseMs : afterFailureMs);
    }
  }

  /** Posts events; whether they were acknowledged. */
  async #post(events: EventBody[]): Promise<boolean> {
    const status = await this.#exchange(events);
    this.statuses.set(status, this.answered(status) + 1);
    if (status !== 200 && !this.options.forgetful) {
      this.#open.push(events);
    }
    return status === 200;
  }

  async #exchange(events: EventBody[]): Promise<number> {
    const since = performance.now();
    try {
      const { status, body, retryAfter } = await this.target().send('ingest', 'POST', '/v1/events', { events });
      if (status === 200) {
        const { accepted, duplicates } = body as { accepted: number; duplicates: number };
        if (accepted + duplicates !== events.length) {
          this.wrong.push(`of ${events.length} events ${JSON.stringify(body)}`);
        }
        events.forEach(({ id }) => this.acknowledged.add(id));
        this.lastAcknowledged = performance.now();
        this.latencies.push(this.lastAcknowledged - since);
      } else if ((status !== 503 && status !== 429) || retryAfter === null) {
        this.wrong.push(`${status} with Retry-After ${retryAfter ?? 'missing'}: ${JSON.stringify(body)}`);
      }
      return status;
    } catch (error) {
      if (error instanceof ConnectionLost) {
        return 0;
      }
      throw error;
    }
  }
}
