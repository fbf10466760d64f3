import { readAnswer, type Outcome, type Rejection } from './answer';
import { AccessError } from './errors';
import type { ClientNotice } from './notice';
import type { ResolvedOptions } from './options';
import type { CollectionPolicy } from './policy';
import type { Batch, DiskQueue } from './queue/diskQueue';
import { SendGate } from './sendGate';
import type { Transport } from './transport';

/** Events in a row that were refused alone with 400 before the fault is looked for in the request itself. */
const POISON_IN_A_ROW = 3;
/** Tries without any answer before smaller requests are tried: some networks pass only those. */
const SHRINK_AFTER = 3;

/** What the sender has counted since the client was created. */
export interface SendCounts {
  requests: number;
  retries: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

/** Takes batches from the queue, oldest first, and sends them until each event has its verdict. */
export class Sender {
  readonly counts: SendCounts = { requests: 0, retries: 0, accepted: 0, duplicates: 0, rejected: 0 };
  /** Set while key, scope or address are refused. */
  blocked: AccessError | undefined;
  lastError: string | undefined;
  private readonly gate: SendGate;
  private readonly underWay = new Set<Promise<void>>();
  private dueUpTo = 0;
  private poisonInARow = 0;
  private gateTimer: NodeJS.Timeout | undefined;
  private flushTimer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly queue: DiskQueue,
    private readonly transport: Transport,
    private readonly options: ResolvedOptions,
    private readonly policy: () => CollectionPolicy,
    private readonly onSettled: () => void
  ) {
    this.gate = new SendGate(options.backoff);
  }

  /** Requests under way. */
  get inFlight(): number {
    return this.underWay.size;
  }

  /** Everything up to this sequence number goes out without waiting for a full batch. */
  sendUpTo(sequence: number): void {
    this.dueUpTo = Math.max(this.dueUpTo, sequence);
    this.pump();
  }

  /** Looks again at once at an address that was refused. */
  unblock(): void {
    if (this.blocked) {
      this.blocked = undefined;
      this.gate.open();
      this.pump();
    }
  }

  /** Sends what is due; to be called when something arrived. */
  pump(): void {
    while (!this.stopped && this.underWay.size < this.gate.allowed(this.options.concurrency) && this.isDue()) {
      if (this.gate.waitMs > 0) {
        this.wakeAtGate();
        return;
      }
      const { batchSize, maxBodyBytes } = this.policy();
      const batch = this.queue.take(this.gate.batchSize(batchSize), maxBodyBytes - this.envelope().bytes);
      if (!batch) {
        return;
      }
      const sending: Promise<void> = this.send(batch).finally(() => {
        this.underWay.delete(sending);
        this.onSettled();
        this.pump();
      });
      this.underWay.add(sending);
    }
    this.wakeAtInterval();
  }

  /** Starts nothing new and waits for the requests under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.gateTimer);
    clearTimeout(this.flushTimer);
    await Promise.all(this.underWay);
  }

  private isDue(): boolean {
    const { waiting } = this.queue;
    return (
      waiting > 0 &&
      (waiting >= this.gate.batchSize(this.policy().batchSize) || this.queue.oldestWaiting <= this.dueUpTo)
    );
  }

  private wakeAtGate(): void {
    clearTimeout(this.gateTimer);
    this.gateTimer = setTimeout(() => {
      this.blocked = undefined;
      this.pump();
    }, this.gate.waitMs);
  }

  private wakeAtInterval(): void {
    if (this.stopped || this.flushTimer || this.queue.waiting === 0) {
      return;
    }
    this.flushTimer = setTimeout(() => {
      this.flushTimer = undefined;
      this.sendUpTo(this.queue.lastSequence);
    }, this.policy().flushIntervalSeconds * 1000);
  }

  private async send(batch: Batch): Promise<void> {
    try {
      const events = await this.queue.read(batch);
      const outcome = await this.post(events);
      await this.conclude(batch, events, outcome);
    } catch (error) {
      // Only files fail here, before any verdict counts: reading the queue, or writing a dead letter.
      this.notify({ kind: 'disk', reason: String(error) });
      this.queue.release(batch);
      this.gate.failed();
    }
  }

  private async post(events: Buffer[]): Promise<Outcome> {
    this.counts.requests += 1;
    const { head, tail } = this.envelope();
    const parts = events.flatMap((event, i) => (i === 0 ? [event] : [COMMA, event]));
    try {
      const answer = await this.transport.postEvents(Buffer.concat([head, ...parts, tail]));
      return readAnswer(answer, events.length);
    } catch (error) {
      if (this.gate.attempt >= SHRINK_AFTER) {
        this.gate.shrink(events.length);
      }
      return { kind: 'retry', reason: `no answer: ${String(error)}` };
    }
  }

  private async conclude(batch: Batch, events: Buffer[], outcome: Outcome): Promise<void> {
    switch (outcome.kind) {
      case 'settled':
        await this.bury(events, outcome.rejected);
        this.counts.accepted += outcome.accepted;
        this.counts.duplicates += outcome.duplicates;
        await this.settle(batch);
        this.poisonInARow = 0;
        this.succeed();
        return;
      case 'retry':
        this.retryLater(batch, outcome.reason, outcome.retryAfterMs);
        return;
      case 'split':
        await this.isolate(batch, events, outcome);
        return;
      case 'blocked':
        this.block(batch, outcome.reason, outcome.status);
    }
  }

  private succeed(): void {
    if (this.blocked) {
      this.blocked = undefined;
      this.gate.open();
    }
    this.lastError = undefined;
    this.gate.succeeded();
  }

  private retryLater(batch: Batch, reason: string, retryAfterMs: number | undefined): void {
    this.queue.release(batch);
    this.counts.retries += 1;
    const delayMs = this.gate.failed(retryAfterMs);
    this.notify({ kind: 'retry', reason, attempt: this.gate.attempt, delayMs: Math.round(delayMs) });
  }

  /** Halves until the event at fault is alone; then that one is set aside and the others pass. */
  private async isolate(batch: Batch, events: Buffer[], outcome: Outcome & { kind: 'split' }): Promise<void> {
    if (events.length > 1) {
      this.queue.release(batch);
      this.gate.shrink(events.length);
      this.counts.retries += 1;
      return;
    }
    if (outcome.code === 'bad_request' && this.poisonInARow >= POISON_IN_A_ROW) {
      // Not the events, then: emptying the queue into the dead letters would be the greater harm.
      this.block(batch, `${this.poisonInARow + 1} events in a row, each alone: ${outcome.reason}`, 400);
      this.poisonInARow = 0;
      return;
    }
    this.poisonInARow += outcome.code === 'bad_request' ? 1 : 0;
    await this.bury(events, [{ index: 0, code: outcome.code, message: outcome.reason }]);
    await this.settle(batch);
  }

  private block(batch: Batch, reason: string, status: number): void {
    this.queue.release(batch);
    this.blocked = new AccessError(`the proxy refuses ${this.options.url.href}v1/events: ${reason}`, status);
    this.gate.close(this.options.accessRetryMs);
    this.notify({ kind: 'blocked', reason, status });
  }

  private async settle(batch: Batch): Promise<void> {
    try {
      await this.queue.settle(batch);
    } catch (error) {
      // The verdict stands, only its note is missing: after a restart the event goes out again, under the same id.
      this.notify({ kind: 'disk', reason: `a verdict could not be noted: ${String(error)}` });
    }
  }

  private async bury(events: Buffer[], rejected: Rejection[]): Promise<void> {
    const letters = rejected.map(({ index, code, path, message }) => ({
      event: (events[index] ?? '').toString(),
      reason: { code, path, message },
    }));
    await this.queue.deadLetters.add(letters);
    this.counts.rejected += rejected.length;
    rejected.forEach((rejection) => this.options.onNotice({ kind: 'rejected', rejection }));
  }

  private notify(notice: Exclude<ClientNotice, { kind: 'rejected' }>): void {
    this.lastError = notice.reason;
    this.options.onNotice(notice);
  }

  /** The envelope is written by hand around the stored lines, so that what goes out is what was stored. */
  private envelope(): { head: Buffer; tail: Buffer; bytes: number } {
    const { deviceId } = this.options;
    const sentAt = new Date().toISOString();
    const head = Buffer.from(`{"sentAt":${JSON.stringify(sentAt)},"deviceId":${JSON.stringify(deviceId)},"events":[`);
    return { head, tail: TAIL, bytes: head.length + TAIL.length };
  }
}

const COMMA = Buffer.from(',');
const TAIL = Buffer.from(']}');
