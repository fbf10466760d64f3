import { setTimeout as sleep } from 'node:timers/promises';

export interface LoopTiming {
  /** Pause before the first look, ms. */
  firstLookMs: number;
  /** Pause between two looks, ms. */
  lookEveryMs: number;
}

/** Looks again and again whether there is something to do, until it is stopped. */
export class BackgroundLoop {
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;

  /** @param look one look; does not throw. Its signal is aborted by `stop`. */
  constructor(
    private readonly look: (signal: AbortSignal) => Promise<void>,
    private readonly timing: LoopTiming
  ) {}

  /** Begins; may be called once. */
  start(): void {
    this.#running = this.#run();
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    await this.#pause(this.timing.firstLookMs);
    while (!signal.aborted) {
      await this.look(signal);
      await this.#pause(this.timing.lookEveryMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    // Unreferenced: a process with nothing else to do may end.
    await sleep(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
  }
}
