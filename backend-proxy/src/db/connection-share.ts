import type { Pool, PoolClient } from 'pg';
import { NoConnectionFreeError } from '../errors/database';
import { CONNECT_TIMEOUT_MS } from './pool';
import type { Connections } from './transaction';

/** Connections that queries leave to the intake and the workers, where the pool is large enough. */
const RESERVED = 3;

/** The connections that queries may use at once: at least one, and never all where there are several. */
export function queryShare(poolSize: number): number {
  return Math.max(1, poolSize - Math.min(RESERVED, Math.ceil(poolSize / 2)));
}

interface Waiter {
  begin: () => void;
  timer: NodeJS.Timeout;
}

/**
 * A share of a pool. Slow queries of many viewers may use it up and wait for each other; they cannot take the connections
 * that events are committed on.
 */
export class ConnectionShare implements Connections {
  #lent = 0;
  readonly #waiting = new Set<Waiter>();

  constructor(
    private readonly pool: Pool,
    private readonly size: number,
    private readonly waitMs = CONNECT_TIMEOUT_MS
  ) {}

  /** Callers that wait for a connection, of the share or of the pool. */
  get waitingCount(): number {
    return this.#waiting.size + this.pool.waitingCount;
  }

  /** Connections of the whole pool that are lent out, and how many there may be. */
  get use(): { inUse: number; size: number } {
    return { inUse: this.pool.totalCount - this.pool.idleCount, size: this.pool.options.max };
  }

  /** A connection of the share, first come, first served. @throws NoConnectionFreeError after waiting in vain */
  async connect(): Promise<PoolClient> {
    await this.#turn();
    let returned = false;
    const giveBack = (): void => {
      if (!returned) {
        returned = true;
        this.#free();
      }
    };
    try {
      const client = await this.pool.connect();
      const release = client.release.bind(client);
      client.release = (error) => {
        giveBack();
        release(error);
      };
      return client;
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  #turn(): Promise<void> {
    if (this.#lent < this.size) {
      this.#lent += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        begin: () => {
          clearTimeout(waiter.timer);
          this.#waiting.delete(waiter);
          resolve();
        },
        timer: setTimeout(() => {
          this.#waiting.delete(waiter);
          reject(new NoConnectionFreeError(this.waitMs));
        }, this.waitMs),
      };
      this.#waiting.add(waiter);
    });
  }

  /** Hands the turn on to who waits longest, or frees it. */
  #free(): void {
    const [next] = this.#waiting;
    if (next) {
      next.begin();
    } else {
      this.#lent -= 1;
    }
  }
}
