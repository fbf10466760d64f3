import { open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { splitLines } from './lines';

/** Why an event lies among the dead letters. */
export interface DeadLetterReason {
  /** A code of the proxy (`out_of_range`, …), or `too_large`, `bad_request`, `damaged_line` of the client. */
  code: string;
  /** JSON pointer to the field at fault. */
  path?: string;
  message: string;
}

/**
 * Events that the proxy will never take, one JSON line each: `{ at, reason: { code, path, message }, event }`.
 * The file is for a person to look at and is never trimmed here. After a crash between two writes an event may stand in
 * it twice, under the same id.
 */
export class DeadLetters {
  private file?: FileHandle;

  private constructor(
    private readonly path: string,
    private lines: number
  ) {}

  static async open(directory: string): Promise<DeadLetters> {
    const path = join(directory, 'dead-letters.ndjson');
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    return new DeadLetters(path, splitLines(bytes).lines.length);
  }

  /** Events in the file, those of earlier runs too. */
  get count(): number {
    return this.lines;
  }

  /**
   * Adds events and forces them to the disk: they leave the queue next.
   * @param letters `event` is the line as it stood in the queue.
   */
  async add(letters: Array<{ event: string; reason: DeadLetterReason }>): Promise<void> {
    if (letters.length === 0) {
      return;
    }
    const at = new Date().toISOString();
    const text = letters
      .map(({ event, reason }) => `${JSON.stringify({ at, reason, event: toJson(event) })}\n`)
      .join('');
    this.file ??= await open(this.path, 'a', 0o600);
    await this.file.appendFile(text);
    await this.file.datasync();
    this.lines += letters.length;
  }

  async close(): Promise<void> {
    await this.file?.close();
  }
}

/** A damaged line is kept as the text it is. */
function toJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
