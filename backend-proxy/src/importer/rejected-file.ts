import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';

/** A line that was not taken, and why. */
export interface RejectedLine {
  line: number;
  code: string;
  path: string;
  message: string;
  /** The cells of the line, as far as it could be read. */
  cells: readonly string[];
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

/** A CSV file of lines that were not taken: line number, code, field and reason, then the line itself. */
export class RejectedFile {
  #stream: WriteStream | null = null;
  #count = 0;

  constructor(
    readonly path: string,
    private readonly header: () => readonly string[]
  ) {}

  /** Lines written so far. */
  get count(): number {
    return this.#count;
  }

  async add({ line, code, path, message, cells }: RejectedLine): Promise<void> {
    this.#count++;
    if (this.#stream === null) {
      this.#stream = createWriteStream(this.path);
      this.#stream.write(csvLine(['line', 'code', 'field', 'reason', ...this.header()]));
    }
    if (!this.#stream.write(csvLine([String(line), code, path, message, ...cells]))) {
      await once(this.#stream, 'drain');
    }
  }

  /** Ends the file. Without rejected lines there is none, and one of an earlier run is taken away. */
  async close(): Promise<void> {
    if (this.#stream === null) {
      await rm(this.path, { force: true });
      return;
    }
    this.#stream.end();
    await once(this.#stream, 'finish');
  }
}
