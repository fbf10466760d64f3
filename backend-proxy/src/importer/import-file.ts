import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import type { Config } from '../config/types';
import type { ReportingCalendar } from '../domain/calendar';
import { Rejection } from '../ingest/event';
import type { Intake } from '../ingest/intake';
import { validateEvent } from '../ingest/validate';
import { checkEncoding, decoded } from './encoding';
import type { MappedColumn, Mapping } from './mapping';
import { RejectedFile, type RejectedLine } from './rejected-file';
import { RowReader, type CellFormat } from './row';

/** Events committed at once. */
const BATCH = 1000;

export interface ImportOptions {
  file: string;
  /** Where rejected lines go. */
  rejectedFile: string;
  mapping: Mapping;
  delimiter: string;
  /** As the WHATWG names it. */
  encoding: string;
  decimal: CellFormat['decimal'];
  config: Pick<Config, 'features' | 'privacy' | 'ingest'>;
  calendar: ReportingCalendar;
  intake: Pick<Intake, 'take'>;
  /** Raw rows exist from here on, epoch ms. */
  rawFloorMs: number;
  onProgress?: (progress: { share: number; lines: number }) => void;
  /** Ends the import between two batches. */
  signal?: AbortSignal;
}

/** What became of the lines of a file. */
export interface ImportResult {
  lines: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

interface Line {
  info: Info;
  record: Record<string, string>;
}

interface Waiting {
  body: Record<string, unknown>;
  line: number;
  cells: string[];
}

/**
 * Reads a CSV file and takes its lines as events, of any age. Lines that are refused, or cannot be read, go to a file of
 * their own and not to the quarantine: whoever has the file can mend it and run it again, which adds what is missing.
 * @throws MappingError when the file is not in its encoding or the header does not fit the mapping, and whatever reading the file throws
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const { mapping, config, calendar, intake, signal } = options;
  await checkEncoding(options.file, options.encoding);
  const size = Math.max(1, (await stat(options.file)).size);
  let header: string[] = [];
  let columns: MappedColumn[] = [];
  const unreadable: RejectedLine[] = [];
  const source = createReadStream(options.file);
  const parser = parse({
    delimiter: options.delimiter,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    columns: (names: string[]) => {
      header = names;
      columns = mapping.columns(names);
      return names;
    },
  });
  parser.on('skip', ({ message, lines }: CsvError & { lines?: number }) => {
    unreadable.push({ line: lines ?? 0, code: 'unreadable', path: '', message, cells: [] });
  });
  Readable.from(decoded(source, options.encoding))
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);

  const rejected = new RejectedFile(options.rejectedFile, () => header);
  const result = { lines: 0, accepted: 0, duplicates: 0 };
  const context = {
    features: new Set(config.features.map(({ id }) => id)),
    now: Date.now(),
    maxLatenessMs: Infinity,
    rawFloorMs: options.rawFloorMs,
  };
  let reader: RowReader | null = null;
  let waiting: Waiting[] = [];

  const commit = async (): Promise<void> => {
    signal?.throwIfAborted();
    const batch = waiting;
    waiting = [];
    const taken = await intake.take(
      { events: batch.map(({ body }) => body), sentAt: null, deviceId: null },
      context.maxLatenessMs
    );
    result.accepted += taken.accepted;
    result.duplicates += taken.duplicates;
    for (const { index, code, path, message } of taken.rejected) {
      const { line = 0, cells = [] } = batch[index] ?? {};
      await rejected.add({ line, code, path, message, cells });
    }
    options.onProgress?.({ share: Math.min(1, source.bytesRead / size), lines: result.lines });
  };
  const drainUnreadable = async (): Promise<void> => {
    for (const line of unreadable.splice(0)) {
      result.lines++;
      await rejected.add(line);
    }
  };

  try {
    for await (const { info, record } of parser as AsyncIterable<Line>) {
      await drainUnreadable();
      result.lines++;
      reader ??= new RowReader(mapping, columns, { calendar, decimal: options.decimal }, config.privacy);
      const body = reader.read(record);
      const cells = header.map((name) => record[name] ?? '');
      const refusal = refusalOf(body, context);
      if (refusal) {
        const { code, path, message } = refusal;
        await rejected.add({ line: info.lines, code, path, message, cells });
        continue;
      }
      waiting.push({ body, line: info.lines, cells });
      if (waiting.length >= Math.min(BATCH, config.ingest.maxEvents)) {
        await commit();
      }
    }
    await drainUnreadable();
    await commit();
  } finally {
    source.destroy();
    await rejected.close();
  }
  return { ...result, rejected: rejected.count };
}

function refusalOf(body: Record<string, unknown>, context: Parameters<typeof validateEvent>[1]): Rejection | null {
  try {
    validateEvent(body, context);
    return null;
  } catch (error) {
    if (error instanceof Rejection) {
      return error;
    }
    throw error;
  }
}
