import type { PoolClient, Submittable } from 'pg';

/** One statement of a pipeline. */
export interface Step {
  text: string;
  /** Parameters in Postgres' text form. */
  values?: readonly string[];
  /** What a `COPY … FROM STDIN` reads, in its text form. */
  copy?: string;
}

/** The values of a row as Postgres writes them. */
export type TextRow = ReadonlyArray<string | null>;

/** As much of the driver's connection as a pipeline writes to. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void; write(bytes: Buffer): boolean };
  parse(query: { text: string }): void;
  bind(query: { values: readonly string[] }): void;
  execute(): void;
  endCopyFrom(): void;
  sync(): void;
}

/** The type byte of a message of COPY data, and its bytes ahead of the text: type and length. */
const COPY_DATA = 'd'.charCodeAt(0);
const HEADER_BYTES = 5;
/** The length that a message tells counts itself. */
const LENGTH_BYTES = 4;

/** A message of COPY data: text and header in one buffer. */
function copyMessage(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const message = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  message[0] = COPY_DATA;
  message.writeUInt32BE(LENGTH_BYTES + bytes, 1);
  message.write(text, HEADER_BYTES);
  return message;
}

/** What the driver keeps as its active query while a pipeline is on its way: it hands on what Postgres answers. */
class Pipeline implements Submittable {
  readonly #rows: TextRow[][] = [[]];

  constructor(
    private readonly steps: readonly Step[],
    private readonly resolve: (rows: TextRow[][]) => void,
    private readonly reject: (error: Error) => void
  ) {}

  submit(connection: unknown): void {
    const wire = connection as Wire;
    wire.stream.cork();
    for (const { text, values = [], copy } of this.steps) {
      wire.parse({ text });
      wire.bind({ values });
      wire.execute();
      if (copy !== undefined) {
        // Sent ahead of Postgres' word that it wants it: after an error it passes over all until the sync.
        wire.stream.write(copyMessage(copy));
        wire.endCopyFrom();
      }
    }
    wire.sync();
    wire.stream.uncork();
  }

  handleCopyInResponse(): void {
    // What it asks for is on its way.
  }

  handleDataRow({ fields }: { fields: TextRow }): void {
    this.#rows.at(-1)?.push(fields);
  }

  handleCommandComplete(): void {
    this.#rows.push([]);
  }

  handleError(error: Error): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve(this.#rows);
  }
}

/**
 * Runs statements one after the other in a single round trip: all are sent at once, and Postgres skips what follows one
 * that fails. COPY takes part, which the driver's own queries cannot do together with others.
 * @returns the rows of each statement, as texts
 * @throws the error of the first statement that fails
 */
export function runPipeline(client: PoolClient, steps: readonly Step[]): Promise<TextRow[][]> {
  return new Promise((resolve, reject) => {
    client.query(new Pipeline(steps, resolve, reject));
  });
}
