import { parseUuid } from '../domain/uuid';
import { Rejection } from './event';
import { leastOf, MAX_TEXT, mostOf, type NumberLimits } from './limits';

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object (not a list, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, for messages; never the value itself, which may be personal. */
function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}

function describeLimits({ min, max, exclusiveMin }: NumberLimits): string {
  if (min !== undefined && max !== undefined) {
    return `between ${min} and ${max}`;
  }
  return min === undefined ? `at most ${max ?? Infinity}` : `${exclusiveMin ? 'above' : 'at least'} ${min}`;
}

/** Whether a value is a short text in which nothing has to be looked at twice: no U+0000, no surrogate. */
function isPlainText(value: unknown, maxLength: number): value is string {
  if (typeof value !== 'string' || value.length > maxLength) {
    return false;
  }
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    if (unit === 0 || (unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE)) {
      return false;
    }
  }
  return true;
}

/** A text as it can be stored. @throws Rejection naming what is wrong with the value */
function storableText(value: unknown, name: string, path: string, maxLength: number): string {
  if (typeof value !== 'string') {
    throw new Rejection('invalid_type', path, `${name} must be a string, not ${kindOf(value)}`);
  }
  // Postgres cannot keep U+0000 in a text.
  if (value.includes('\0')) {
    throw new Rejection('out_of_range', path, `${name} must not contain the character U+0000`);
  }
  // A character takes one or two units; only what has too many units has to be counted by characters.
  if (value.length > maxLength && [...value].length > maxLength) {
    throw new Rejection('out_of_range', path, `${name} must have at most ${maxLength} characters`);
  }
  // Half of a surrogate pair, as clients that cut texts leave it, is no Unicode and jsonb refuses it.
  return value.toWellFormed();
}

/** Reads a value that must be a text. @param name how messages call it */
export function requiredTextOf(value: unknown, name: string, path: string, maxLength = MAX_TEXT): string {
  if (value === null || value === undefined) {
    throw new Rejection('missing_field', path, `${name} is required`);
  }
  return isPlainText(value, maxLength) ? value : storableText(value, name, path, maxLength);
}

/**
 * Reads the fields of one JSON object. A field that is `null` counts as absent. Every reader names the field by
 * its JSON pointer in the Rejection that it throws.
 */
export class FieldReader {
  constructor(
    private readonly object: JsonObject,
    private readonly base = ''
  ) {}

  pathOf(name: string): string {
    return `${this.base}/${name}`;
  }

  /** What a field holds; undefined where it is absent or null. */
  value(name: string): unknown {
    return Object.hasOwn(this.object, name) ? (this.object[name] ?? undefined) : undefined;
  }

  private required<T>(name: string, value: T | null): T {
    if (value === null) {
      throw new Rejection('missing_field', this.pathOf(name), `${name} is required`);
    }
    return value;
  }

  text(name: string, maxLength = MAX_TEXT): string | null {
    const value = this.value(name);
    if (value === undefined) {
      return null;
    }
    // Nearly every text is one that can be stored as it came.
    return isPlainText(value, maxLength) ? value : storableText(value, name, this.pathOf(name), maxLength);
  }

  requiredText(name: string, maxLength = MAX_TEXT): string {
    return this.required(name, this.text(name, maxLength));
  }

  /** A UUID in lower case. */
  uuid(name: string): string | null {
    const value = this.value(name);
    if (value === undefined) {
      return null;
    }
    const uuid = typeof value === 'string' ? parseUuid(value) : null;
    if (uuid === null) {
      throw new Rejection(
        'invalid_type',
        this.pathOf(name),
        `${name} must be a UUID like 01234567-89ab-4cde-8f01-23456789abcd`
      );
    }
    return uuid;
  }

  requiredUuid(name: string): string {
    return this.required(name, this.uuid(name));
  }

  number(name: string, limits: NumberLimits = {}): number | null {
    const value = this.value(name);
    if (value === undefined) {
      return null;
    }
    if (typeof value !== 'number') {
      throw new Rejection('invalid_type', this.pathOf(name), `${name} must be a number, not ${kindOf(value)}`);
    }
    if (limits.integer && Number.isFinite(value) && !Number.isInteger(value)) {
      throw new Rejection('invalid_type', this.pathOf(name), `${name} must be a whole number`);
    }
    const min = leastOf(limits);
    const max = mostOf(limits);
    if (!(value >= min && value <= max) || (limits.exclusiveMin && value === min)) {
      const unsaid =
        value > max && limits.max === undefined ? { max } : value < min && limits.min === undefined ? { min } : null;
      throw new Rejection('out_of_range', this.pathOf(name), `${name} must be ${describeLimits(unsaid ?? limits)}`);
    }
    return value;
  }

  requiredNumber(name: string, limits: NumberLimits = {}): number {
    return this.required(name, this.number(name, limits));
  }

  /** A list, each entry read by `read`, whose Rejections tell the path within the entry. */
  list<T>(name: string, maxLength: number, read: (entry: unknown, index: number) => T): T[] | null {
    const value = this.value(name);
    if (value === undefined) {
      return null;
    }
    if (!Array.isArray(value)) {
      throw new Rejection('invalid_type', this.pathOf(name), `${name} must be a list, not ${kindOf(value)}`);
    }
    if (value.length > maxLength) {
      throw new Rejection('out_of_range', this.pathOf(name), `${name} must have at most ${maxLength} entries`);
    }
    return value.map((entry, index) => {
      try {
        return read(entry, index);
      } catch (error) {
        throw error instanceof Rejection ? error.within(`${this.pathOf(name)}/${index}`) : error;
      }
    });
  }

  requiredList<T>(name: string, maxLength: number, read: (entry: unknown, index: number) => T): T[] {
    return this.required(name, this.list(name, maxLength, read));
  }

  /** The reader of a nested object. */
  nested(name: string): FieldReader | null {
    const value = this.value(name);
    if (value === undefined) {
      return null;
    }
    if (!isObject(value)) {
      throw new Rejection('invalid_type', this.pathOf(name), `${name} must be an object, not ${kindOf(value)}`);
    }
    return new FieldReader(value, this.pathOf(name));
  }
}
