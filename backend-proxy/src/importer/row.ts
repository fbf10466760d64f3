import { createHash, createHmac } from 'node:crypto';
import { Temporal } from '@js-temporal/polyfill';
import type { Config } from '../config/types';
import type { ReportingCalendar } from '../domain/calendar';
import { toUuidV8 } from '../ingest/privacy';
import { parseInstant } from '../ingest/timestamp';
import type { CellKind } from './fields';
import type { MappedColumn, Mapping } from './mapping';

/** Where the entries of a list stand apart within a cell. */
const LIST_SEPARATOR = /[;|]/;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Fields that name a person or a session. */
const PERSONAL = ['userId', 'sessionId'];

/** How texts of a file are to be read. */
export interface CellFormat {
  calendar: ReportingCalendar;
  /** What stands before the decimals of numbers. */
  decimal: '.' | ',';
}

type Body = Record<string, unknown>;

/** Reads a time: RFC 3339, or without an offset in the reporting zone; a date alone is the instant at which it begins. */
function readTime(text: string, { calendar }: CellFormat): string {
  const rfc3339 = text.replace(' ', 'T');
  if (parseInstant(rfc3339) !== null) {
    return rfc3339;
  }
  try {
    if (DATE.test(text)) {
      Temporal.PlainDate.from(text, { overflow: 'reject' });
      return new Date(calendar.dayStart(text)).toISOString();
    }
    if (LOCAL_TIME.test(text)) {
      const local = Temporal.PlainDateTime.from(rfc3339, { overflow: 'reject' });
      return local.toZonedDateTime(calendar.timezone).toInstant().toString();
    }
  } catch {
    // A date that does not exist stays as it is: validation names the field.
  }
  return text;
}

function readNumber(text: string, { decimal }: CellFormat): number | string {
  const plain = decimal === ',' ? text.replaceAll('.', '').replace(',', '.') : text;
  const value = Number(plain);
  // What is no number stays a text: validation names the field.
  return Number.isFinite(value) ? value : text;
}

function readCell(text: string, kind: CellKind, format: CellFormat): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return readNumber(text, format);
    case 'timestamp':
      return readTime(text, format);
    case 'list':
      return text
        .split(LIST_SEPARATOR)
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
  }
}

function put(body: Body, field: string, value: unknown): void {
  const [outer = '', inner] = field.split('.');
  if (inner === undefined) {
    body[outer] = value;
  } else {
    body[outer] = { ...(body[outer] as Body | undefined), [inner]: value };
  }
}

/**
 * Turns lines into events as a client would send them. Where the file has no ids, a line's id follows from what it says
 * and how often it was said before, so that the same lines give the same ids whatever else the file holds.
 */
export class RowReader {
  readonly #seen = new Map<string, number>();

  constructor(
    private readonly mapping: Mapping,
    private readonly columns: readonly MappedColumn[],
    private readonly format: CellFormat,
    private readonly privacy: Pick<Config['privacy'], 'secret'>
  ) {}

  /** The event of a line. Empty cells are absent. */
  read(record: Readonly<Record<string, string>>): Body {
    const body: Body = { type: this.mapping.type };
    for (const { field, kind, text } of this.mapping.constants) {
      put(body, field, readCell(text, kind, this.format));
    }
    for (const { column, field, kind } of this.columns) {
      const text = record[column]?.trim() ?? '';
      if (text !== '') {
        put(body, field, readCell(text, kind, this.format));
      }
    }
    return 'id' in body ? body : { id: this.#idOf(body), ...body };
  }

  #idOf(body: Body): string {
    const fields = Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1));
    const content = createHash('sha256').update(JSON.stringify(fields)).digest('base64');
    const count = this.#seen.get(content) ?? 0;
    this.#seen.set(content, count + 1);
    // Under the secret where people are named: an id that is kept must not let anybody try out who it was about.
    const secret = PERSONAL.some((field) => field in body) ? (this.privacy.secret ?? '') : '';
    return toUuidV8(createHmac('sha256', `lopan-analytics import ${secret}`).update(`${content} ${count}`).digest());
  }
}
