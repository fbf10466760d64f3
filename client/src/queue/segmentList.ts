import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { firstSequenceOf, Segment } from './segment';

/** A file that is longer is followed by a new one, so that what was delivered can be deleted. */
const SEGMENT_BYTES = 4_194_304;

/**
 * The queue's files, oldest first; new events go into the last one. The last one stays even when nothing waits in it:
 * its name and its length keep the sequence number.
 */
export class SegmentList {
  private readonly segments: Segment[] = [];

  private constructor(private readonly directory: string) {}

  /** Opens the files of a directory, or makes the first. Returns the lines that cannot be read beside them. */
  static async open(directory: string): Promise<{ list: SegmentList; damaged: string[] }> {
    const list = new SegmentList(directory);
    const names = await readdir(directory);
    const damaged: string[] = [];
    for (const first of names.flatMap((name) => firstSequenceOf(name) ?? []).sort((a, b) => a - b)) {
      const { segment, damaged: lines } = await Segment.open(directory, first);
      list.segments.push(segment);
      damaged.push(...lines);
    }
    const orphans = names.filter((name) => name.endsWith('.acks') && !names.includes(name.replace('.acks', '.ndjson')));
    await Promise.all(orphans.map((name) => rm(join(directory, name), { force: true })));
    const last = list.segments.at(-1);
    if (!last || (last.unsettled === 0 && last.count > 0)) {
      await list.add(last?.next ?? 1);
    }
    await list.removeDone();
    return { list, damaged };
  }

  [Symbol.iterator](): Iterator<Segment> {
    return this.segments[Symbol.iterator]();
  }

  /** The sequence number given last; 0 before the first. */
  get lastSequence(): number {
    return (this.segments.at(-1)?.next ?? 1) - 1;
  }

  /** The file for new events; a full one is followed by the next. */
  async active(): Promise<Segment> {
    const last = this.segments.at(-1);
    if (last && last.bytes < SEGMENT_BYTES) {
      return last;
    }
    await last?.sync();
    const next = await this.add(last?.next ?? 1);
    await this.removeDone();
    return next;
  }

  /** Deletes the files in which every event has its verdict. */
  async removeDone(): Promise<void> {
    const done = this.segments.slice(0, -1).filter((segment) => segment.unsettled === 0);
    for (const segment of done) {
      this.segments.splice(this.segments.indexOf(segment), 1);
    }
    await Promise.all(done.map((segment) => segment.remove()));
  }

  async close(): Promise<void> {
    await Promise.all(this.segments.map((segment) => segment.close()));
  }

  private async add(first: number): Promise<Segment> {
    const { segment } = await Segment.open(this.directory, first);
    this.segments.push(segment);
    await syncDirectory(this.directory);
    return segment;
  }
}

/** Makes a new file's name outlive a power cut. Windows cannot open a directory, and does not need to. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
