import { mkdir } from 'node:fs/promises';
import { ClosedError, QueueFullError } from '../errors';
import type { SyncMode } from '../options';
import { DeadLetters } from './deadLetters';
import { claimForDevice } from './deviceClaim';
import { lockDirectory } from './directoryLock';
import { encodeEvent, finishLine, type EncodedEvent, type Receipt } from './encodeEvent';
import { EntryState, type Segment } from './segment';
import { SegmentList } from './segmentList';

/** Bytes, at least, at which a shared write is large enough; what arrived beyond goes into the next one. */
const GROUP_BYTES = 1_048_576;

/** Bounds and habits of the queue; see `ClientOptions`. */
export interface QueueOptions {
  directory: string;
  deviceId: string;
  maxQueueEvents: number;
  maxQueueBytes: number;
  sync: SyncMode;
}

/** Events taken out for sending, oldest first. They stay in the queue until `settle`, or go back with `release`. */
export interface Batch {
  entries: Array<{ segment: Segment; index: number }>;
  /** Bytes of the events' lines. */
  bytes: number;
}

interface Arrival {
  event: EncodedEvent;
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}

/**
 * The queue on disk: append-only segment files. An event gets its id and its sequence number once, in the write that
 * makes it part of the queue; from then on it is only ever read. Oldest first; full means refused, never dropped.
 */
export class DiskQueue {
  private arrivals: Arrival[] = [];
  private arrivalBytes = 0;
  private writer: Promise<void> | undefined;
  private unsynced: Segment | undefined;
  private syncing: Promise<void> | undefined;
  private closed = false;
  private arrivalCount = 0;
  private waitingCount = 0;
  private unsettledCount = 0;
  private unsettledBytes = 0;

  private constructor(
    private readonly options: QueueOptions,
    private readonly segments: SegmentList,
    readonly deadLetters: DeadLetters,
    private readonly unlock: () => Promise<void>
  ) {
    for (const segment of segments) {
      this.unsettledCount += segment.unsettled;
      for (let index = 0; index < segment.count; index += 1) {
        this.unsettledBytes += segment.state(index) === EntryState.Waiting ? segment.size(index) : 0;
      }
    }
    this.waitingCount = this.unsettledCount;
  }

  /**
   * Opens the queue of a directory, or begins one. Lines that cannot be read are moved to the dead letters.
   * @throws DirectoryBusyError, OptionsError when the directory belongs to another device, or an error of the file system.
   */
  static async open(options: QueueOptions): Promise<DiskQueue> {
    const { directory } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const unlock = await lockDirectory(directory);
    try {
      await claimForDevice(directory, options.deviceId);
      const deadLetters = await DeadLetters.open(directory);
      const { list, damaged } = await SegmentList.open(directory);
      const reason = { code: 'damaged_line', message: 'the line in the queue is no JSON of an event' };
      await deadLetters.add(damaged.map((event) => ({ event, reason })));
      return new DiskQueue(options, list, deadLetters, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** Events without a verdict: waiting, under way, or being written. */
  get pending(): number {
    return this.unsettledCount + this.arrivalCount;
  }

  /** Bytes of the events without a verdict. */
  get pendingBytes(): number {
    return this.unsettledBytes + this.arrivalBytes;
  }

  /** Events that wait and are not under way. */
  get waiting(): number {
    return this.waitingCount;
  }

  /** The sequence number given last; 0 before the first. */
  get lastSequence(): number {
    return this.segments.lastSequence;
  }

  /** Sequence number of the oldest event without a verdict; infinite when all have one. */
  get oldestUnsettled(): number {
    for (const segment of this.segments) {
      if (segment.unsettled > 0) {
        return segment.first + segment.firstUnsettled;
      }
    }
    return Infinity;
  }

  /** Sequence number of the oldest event that waits and is not under way; infinite when there is none. */
  get oldestWaiting(): number {
    for (const segment of this.segments) {
      const index = segment.firstWaiting;
      if (index !== -1) {
        return segment.first + index;
      }
    }
    return Infinity;
  }

  /**
   * Takes an event in; resolves when it is in the file, with `sync: 'enqueue'` when it is on the disk.
   * @throws QueueFullError, ClosedError, EventError, or an error of the file system; then the event was not taken.
   */
  async append(event: object): Promise<Receipt> {
    if (this.closed) {
      throw new ClosedError('the client is closed; the event was not taken');
    }
    const { maxQueueEvents, maxQueueBytes } = this.options;
    if (this.pending >= maxQueueEvents || this.pendingBytes >= maxQueueBytes) {
      const events = `${this.pending} of ${maxQueueEvents} events`;
      const bytes = `${this.pendingBytes} of ${maxQueueBytes} bytes`;
      throw new QueueFullError(`the queue is full: ${events}, ${bytes} wait; the event was not taken`);
    }
    const encoded = encodeEvent(event);
    this.arrivalCount += 1;
    this.arrivalBytes += encoded.bytes;
    return new Promise((resolve, reject) => {
      this.arrivals.push({ event: encoded, resolve, reject });
      this.writer ??= this.writeArrivals();
    });
  }

  /** Resolves when no event is being written any more. */
  async written(): Promise<void> {
    await this.writer;
  }

  /** Takes up to `maxEvents` waiting events of at most `maxBytes`, but at least one; `undefined` when none waits. */
  take(maxEvents: number, maxBytes: number): Batch | undefined {
    const batch: Batch = { entries: [], bytes: 0 };
    for (const segment of this.segments) {
      for (let index = segment.cursor; index < segment.count; index += 1) {
        if (segment.state(index) === EntryState.Waiting) {
          const size = segment.size(index);
          if (batch.entries.length >= maxEvents || (batch.entries.length > 0 && batch.bytes + size > maxBytes)) {
            return batch;
          }
          segment.take(index);
          this.waitingCount -= 1;
          batch.entries.push({ segment, index });
          batch.bytes += size;
        }
        segment.cursor = index + 1;
      }
    }
    return batch.entries.length > 0 ? batch : undefined;
  }

  /** The JSON of a batch's events, in order; on the disk before it is handed out, unless `sync` is `never`. */
  async read(batch: Batch): Promise<Buffer[]> {
    if (this.options.sync === 'send') {
      await this.syncWritten();
    }
    const parts = [...bySegment(batch)].map(([segment, indexes]) => segment.read(indexes));
    return (await Promise.all(parts)).flat();
  }

  /** Puts a batch back; its events are the oldest that wait. */
  release(batch: Batch): void {
    for (const { segment, index } of batch.entries) {
      segment.release(index);
    }
    this.waitingCount += batch.entries.length;
  }

  /** Takes a batch out for good: every event of it has a verdict. */
  async settle(batch: Batch): Promise<void> {
    const notes = [...bySegment(batch)].map(([segment, indexes]) => segment.settle(indexes));
    try {
      // Each of them, also when one fails: afterwards no file may still be in use.
      const failed = (await Promise.allSettled(notes)).find((note) => note.status === 'rejected');
      if (failed) {
        throw failed.reason;
      }
    } finally {
      this.unsettledCount -= batch.entries.length;
      this.unsettledBytes -= batch.bytes;
      await this.segments.removeDone();
    }
  }

  /** Waits for what is being written and closes the files. What has no verdict is sent by the next client. */
  async close(): Promise<void> {
    this.closed = true;
    await this.written();
    await this.segments.close();
    await this.deadLetters.close();
    await this.unlock();
  }

  /** One fsync for all who ask while it runs. */
  private async syncWritten(): Promise<void> {
    const segment = this.unsynced;
    if (segment) {
      this.unsynced = undefined;
      this.syncing = segment.sync().catch((error: unknown) => {
        this.unsynced = segment;
        throw error;
      });
    }
    await this.syncing;
  }

  private async writeArrivals(): Promise<void> {
    // Lets the callers of this turn join the first write.
    await Promise.resolve();
    while (this.arrivals.length > 0) {
      const arrivals = this.arrivals;
      this.arrivals = [];
      for (const group of groupBySize(arrivals)) {
        await this.writeGroup(group);
      }
    }
    // Here and not in a `finally` of the caller: an event that arrives in between would find no writer.
    this.writer = undefined;
  }

  private async writeGroup(group: Arrival[]): Promise<void> {
    try {
      const segment = await this.segments.active();
      const first = segment.next;
      const lines = group.map(({ event }, i) => finishLine(event, first + i));
      await segment.append(lines, this.options.sync === 'enqueue');
      this.unsynced = segment;
      this.waitingCount += group.length;
      this.unsettledCount += group.length;
      this.unsettledBytes += lines.reduce((sum, line) => sum + line.length, 0);
      group.forEach(({ event, resolve }, i) => resolve({ id: event.id, sequence: first + i }));
    } catch (error) {
      group.forEach(({ reject }) => reject(error));
    }
    this.arrivalCount -= group.length;
    this.arrivalBytes -= group.reduce((sum, { event }) => sum + event.bytes, 0);
  }
}

function groupBySize(arrivals: Arrival[]): Arrival[][] {
  const groups: Arrival[][] = [];
  let bytes = Infinity;
  for (const arrival of arrivals) {
    if (bytes >= GROUP_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(arrival);
    bytes += arrival.event.bytes;
  }
  return groups;
}

function bySegment(batch: Batch): Map<Segment, number[]> {
  const parts = new Map<Segment, number[]>();
  for (const { segment, index } of batch.entries) {
    const indexes = parts.get(segment);
    if (indexes) {
      indexes.push(index);
    } else {
      parts.set(segment, [index]);
    }
  }
  return parts;
}
