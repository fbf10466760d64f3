import { usageOf, type Usage } from './processes';

const EVERY_MS = 100;

/** The largest use of memory and handles of a process while it is watched. */
export class Sampler {
  #most: Usage | null;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#most = usageOf(pid);
    this.#timer = setInterval(() => {
      const now = usageOf(pid);
      if (now && this.#most) {
        this.#most = {
          rssMiB: Math.max(this.#most.rssMiB, now.rssMiB),
          handles: Math.max(this.#most.handles, now.handles),
        };
      }
    }, EVERY_MS);
  }

  /** Ends the watch. */
  stop(): Usage | null {
    clearInterval(this.#timer);
    return this.#most;
  }
}
