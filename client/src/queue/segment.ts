import { open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isIntact, splitLines, toRanges } from './lines';

/** What became of an event: it waits, it is on its way, or it has its verdict. */
export enum EntryState {
  Waiting,
  Taken,
  Settled,
}

const NAME = /^(\d{16})\.ndjson$/;

/** First sequence number of a segment file, `undefined` for any other file name. */
export function firstSequenceOf(fileName: string): number | undefined {
  const match = NAME.exec(fileName);
  return match ? Number(match[1]) : undefined;
}

/**
 * One file of the queue. Line i holds the event with sequence `first + i`, so the names of the files alone tell the next
 * number, even when every event is gone. Beside it lies `.acks`, which grows by a line `from-to` for events with a verdict.
 */
export class Segment {
  /** Before it, no event waits. */
  cursor = 0;
  private readonly states: EntryState[] = [];
  /** Where each line ends, line end included. */
  private readonly ends: number[] = [];
  private settledCount = 0;
  private settledCursor = 0;
  private torn = false;
  private acks?: Promise<FileHandle>;

  private constructor(
    private readonly path: string,
    /** Sequence number of the first line. */
    readonly first: number,
    private readonly file: FileHandle
  ) {}

  /**
   * Opens a segment, or creates an empty one. Lines that are no event come back apart, as text: they hold a number of the
   * sequence but will not be sent.
   */
  static async open(directory: string, first: number): Promise<{ segment: Segment; damaged: string[] }> {
    const path = join(directory, `${String(first).padStart(16, '0')}.ndjson`);
    const segment = new Segment(path, first, await open(path, 'a+', 0o600));
    return { segment, damaged: await segment.load() };
  }

  /** Events in it, settled ones too. */
  get count(): number {
    return this.ends.length;
  }

  /** Bytes of all its lines. */
  get bytes(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** Sequence number that its next line gets. */
  get next(): number {
    return this.first + this.count;
  }

  /** Events without a verdict. */
  get unsettled(): number {
    return this.count - this.settledCount;
  }

  /** Index of the oldest event without a verdict; `count` when there is none. */
  get firstUnsettled(): number {
    while (this.states[this.settledCursor] === EntryState.Settled) {
      this.settledCursor += 1;
    }
    return this.settledCursor;
  }

  /** Index of the oldest event that waits; -1 when there is none. */
  get firstWaiting(): number {
    return this.states.indexOf(EntryState.Waiting, this.cursor);
  }

  state(index: number): EntryState | undefined {
    return this.states[index];
  }

  /** Bytes of one event's line, line end included. */
  size(index: number): number {
    return this.end(index) - this.end(index - 1);
  }

  /** An event goes out. */
  take(index: number): void {
    this.states[index] = EntryState.Taken;
  }

  /** An event comes back without a verdict. */
  release(index: number): void {
    this.states[index] = EntryState.Waiting;
    this.cursor = Math.min(this.cursor, index);
  }

  /**
   * Appends lines, each ended by a line feed. When it throws, none of them counts: what was half written is cut off, and
   * the sequence numbers are free again.
   */
  async append(lines: Buffer[], sync: boolean): Promise<void> {
    if (this.torn) {
      await this.file.truncate(this.bytes);
    }
    this.torn = true;
    await this.file.appendFile(Buffer.concat(lines));
    if (sync) {
      await this.file.datasync();
    }
    this.torn = false;
    let end = this.bytes;
    for (const line of lines) {
      end += line.length;
      this.ends.push(end);
      this.states.push(EntryState.Waiting);
    }
  }

  /** Forces what was appended to the disk. */
  sync(): Promise<void> {
    return this.file.datasync();
  }

  /** The events' JSON, in the order asked for. `indexes` ascend. */
  async read(indexes: number[]): Promise<Buffer[]> {
    const from = this.end((indexes[0] ?? 0) - 1);
    const bytes = Buffer.alloc(this.end(indexes.at(-1) ?? 0) - from);
    const { bytesRead } = await this.file.read(bytes, 0, bytes.length, from);
    if (bytesRead !== bytes.length) {
      throw new Error(`${this.path} is shorter than it was: something else changed it`);
    }
    return indexes.map((index) => bytes.subarray(this.end(index - 1) - from, this.end(index) - 1 - from));
  }

  /** Notes in the file that events are settled. A lost note costs a duplicate under the same id, no more. */
  async settle(indexes: number[]): Promise<void> {
    try {
      const acks = await this.openAcks();
      await acks.appendFile(toRanges(indexes.map((index) => this.first + index)));
    } finally {
      for (const index of indexes) {
        this.states[index] = EntryState.Settled;
      }
      this.settledCount += indexes.length;
    }
  }

  async close(): Promise<void> {
    await (await this.acks)?.close();
    await this.file.close();
  }

  /** Removes the files; the events first, so that a crash between leaves notes without events and not the reverse. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
    await rm(this.acksPath, { force: true });
  }

  private openAcks(): Promise<FileHandle> {
    this.acks ??= open(this.acksPath, 'a', 0o600).catch((error: unknown) => {
      this.acks = undefined;
      throw error;
    });
    return this.acks;
  }

  private get acksPath(): string {
    return this.path.replace(/\.ndjson$/, '.acks');
  }

  private end(index: number): number {
    return this.ends[index] ?? 0;
  }

  private async load(): Promise<string[]> {
    const { lines, length } = splitLines(await readFile(this.path));
    // What follows the last line end was being written when the process died; nobody was told that it is safe.
    await this.file.truncate(length);
    const settled = await this.readAcks();
    const damaged: string[] = [];
    for (const [index, { text, end }] of lines.entries()) {
      const isSettled = settled.has(this.first + index);
      const isDamaged = !isSettled && !isIntact(text);
      if (isDamaged) {
        damaged.push(text);
      }
      this.ends.push(end);
      this.states.push(isSettled || isDamaged ? EntryState.Settled : EntryState.Waiting);
    }
    this.settledCount = this.states.filter((state) => state === EntryState.Settled).length;
    return damaged;
  }

  private async readAcks(): Promise<Set<number>> {
    const settled = new Set<number>();
    const bytes = await readFile(this.acksPath).catch(() => Buffer.alloc(0));
    const { lines, length } = splitLines(bytes);
    if (length < bytes.length) {
      // The next note would continue the torn one.
      await writeFile(this.acksPath, bytes.subarray(0, length));
    }
    for (const { text } of lines) {
      const [from = NaN, to = NaN] = text.split('-').map(Number);
      for (let sequence = Math.max(from, this.first); sequence <= to; sequence += 1) {
        settled.add(sequence);
      }
    }
    return settled;
  }
}
