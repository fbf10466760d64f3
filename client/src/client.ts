import { describeRefusal } from './answer';
import { ClosedError, FlushTimeoutError, QueueFullError, type AccessError } from './errors';
import type { NewEvent } from './events';
import { resolveOptions, type ClientOptions, type ResolvedOptions } from './options';
import { DEFAULT_POLICY, effectivePolicy, parsePolicy, type CollectionPolicy } from './policy';
import { DiskQueue } from './queue/diskQueue';
import type { Receipt } from './queue/encodeEvent';
import { Sender } from './sender';
import { Transport } from './transport';

/** Where the client stands. Counts are since it was created, unless said otherwise. */
export interface ClientStats {
  /** Events in the queue without a verdict, those of earlier runs too. */
  pending: number;
  /** Their bytes. */
  pendingBytes: number;
  /** Requests under way. */
  inFlight: number;
  /** Events taken in. */
  enqueued: number;
  /** Events not taken because the queue was full. */
  refused: number;
  /** Requests sent, and batches among them that had to go again. */
  requests: number;
  retries: number;
  /** Verdicts of the proxy. */
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Events in the dead-letter file, those of earlier runs too. */
  deadLetters: number;
  /** The policy that is obeyed. */
  policy: CollectionPolicy;
  /** Set while key, scope or address are refused. */
  blocked: AccessError | undefined;
  /** Why the last try failed; gone with the next success. */
  lastError: string | undefined;
}

/** How long `flush` and `close` may wait, in milliseconds. */
export interface WaitOptions {
  timeoutMs?: number;
}

interface Flusher {
  upTo: number;
  settle: (error?: Error) => void;
}

/** The uploader. It keeps the process alive until it is closed. */
export class Client {
  private readonly sender: Sender;
  private published = DEFAULT_POLICY;
  private policyTimer: NodeJS.Timeout | undefined;
  private readonly flushers = new Set<Flusher>();
  private enqueued = 0;
  private refused = 0;
  private closing: Promise<ClientStats> | undefined;

  /** Use `createClient`. */
  constructor(
    private readonly options: ResolvedOptions,
    private readonly queue: DiskQueue,
    private readonly transport: Transport
  ) {
    this.sender = new Sender(
      queue,
      transport,
      options,
      () => this.policy,
      () => this.settleFlushers()
    );
    void this.followPolicy();
    // What an earlier run left is old enough.
    this.sender.sendUpTo(queue.lastSequence);
  }

  /**
   * Takes an event into the queue and gives it its id and its sequence number. Resolves when the event is safe (see
   * `sync`), not when it is delivered.
   * @throws QueueFullError, EventError, ClosedError, or an error of the file system; then the event was not taken.
   */
  async enqueue(event: NewEvent): Promise<Receipt> {
    if (this.closing) {
      throw new ClosedError('the client is closed; the event was not taken');
    }
    try {
      const receipt = await this.queue.append(event);
      this.enqueued += 1;
      this.sender.pump();
      return receipt;
    } catch (error) {
      this.refused += error instanceof QueueFullError ? 1 : 0;
      throw error;
    }
  }

  /**
   * Sends everything enqueued before the call without waiting for full batches, and resolves when each of these events
   * has its verdict: stored, already there, or among the dead letters. A `Retry-After` of the proxy is still honoured.
   * @throws AccessError while the proxy refuses key, scope or address; FlushTimeoutError when `timeoutMs` is over.
   */
  async flush({ timeoutMs }: WaitOptions = {}): Promise<void> {
    await this.queue.written();
    const upTo = this.queue.lastSequence;
    if (this.queue.oldestUnsettled > upTo) {
      return;
    }
    const done = new Promise<void>((resolve, reject) => {
      const flusher: Flusher = {
        upTo,
        settle: (error) => {
          clearTimeout(timer);
          this.flushers.delete(flusher);
          if (error) {
            reject(error);
          } else {
            resolve();
          }
        },
      };
      const giveUp = () =>
        flusher.settle(new FlushTimeoutError(`${this.queue.pending} events wait after ${timeoutMs} ms`));
      const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
      this.flushers.add(flusher);
    });
    this.sender.unblock();
    this.sender.sendUpTo(upTo);
    return done;
  }

  /**
   * Sends what is left for at most `timeoutMs` (default 5 s; 0 sends nothing), lets requests under way finish, and closes
   * the files. What has no verdict by then stays on the disk and is sent by the next client on this directory.
   */
  close({ timeoutMs = 5000 }: WaitOptions = {}): Promise<ClientStats> {
    this.closing ??= this.shutDown(timeoutMs);
    return this.closing;
  }

  /** Where the client stands now. */
  stats(): ClientStats {
    return {
      pending: this.queue.pending,
      pendingBytes: this.queue.pendingBytes,
      inFlight: this.sender.inFlight,
      enqueued: this.enqueued,
      refused: this.refused,
      ...this.sender.counts,
      deadLetters: this.queue.deadLetters.count,
      policy: this.policy,
      blocked: this.sender.blocked,
      lastError: this.sender.lastError,
    };
  }

  private get policy(): CollectionPolicy {
    return effectivePolicy(this.published, this.options.policy);
  }

  private async shutDown(timeoutMs: number): Promise<ClientStats> {
    clearTimeout(this.policyTimer);
    if (timeoutMs > 0) {
      // Out of time, or refused: either way the rest stays on the disk.
      await this.flush({ timeoutMs }).catch(() => undefined);
    }
    await this.sender.stop();
    this.flushers.forEach((flusher) =>
      flusher.settle(new ClosedError('the client was closed before the flush was done'))
    );
    this.transport.close();
    await this.queue.close();
    return this.stats();
  }

  private settleFlushers(): void {
    const oldest = this.queue.oldestUnsettled;
    for (const flusher of this.flushers) {
      if (oldest > flusher.upTo) {
        flusher.settle();
      } else if (this.sender.blocked) {
        flusher.settle(this.sender.blocked);
      }
    }
  }

  private async followPolicy(): Promise<void> {
    try {
      const answer = await this.transport.getPolicy();
      if (answer.status !== 200) {
        throw new Error(describeRefusal(answer.status, answer.body));
      }
      this.published = parsePolicy(answer.body, this.published);
      this.sender.pump();
    } catch (error) {
      if (!this.closing) {
        this.options.onNotice({ kind: 'policy', reason: String(error) });
      }
    }
    if (!this.closing) {
      this.policyTimer = setTimeout(() => void this.followPolicy(), this.options.policyRefreshMs);
    }
  }
}

/**
 * Opens the queue of a directory and begins to send what is in it.
 * @throws OptionsError for an impossible option, DirectoryBusyError when another client works on the directory, or an
 * error of the file system.
 */
export async function createClient(options: ClientOptions): Promise<Client> {
  const resolved = resolveOptions(options);
  const queue = await DiskQueue.open(resolved);
  return new Client(resolved, queue, new Transport(resolved));
}
