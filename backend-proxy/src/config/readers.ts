import { isScalar, type Node } from 'yaml';
import { show, type Reading } from './reading';
import { suggestion } from './suggest';
import { formatDuration, formatSize, parseDuration, parseSize } from './units';

/** How one kind of setting is read from YAML and written back. */
export interface Reader<T> {
  /** The value when the file does not say. */
  readonly fallback: T;
  /** The file must say. */
  readonly required?: boolean;
  /** Reads a node; what cannot be used is reported and answered with the fallback. */
  read(node: Node, path: string, reading: Reading): T;
  /** The value as the file would spell it. */
  write(value: T): unknown;
}

/** What a reader gives. */
export type ValueOf<R> = R extends Reader<infer T> ? T : never;

/** A reader of single values: `parse` answers undefined for what it does not take. */
export function scalar<T>(options: {
  expected: string;
  fallback: T;
  required?: boolean;
  parse: (value: unknown) => T | undefined;
  write?: (value: T) => unknown;
  hint?: (value: unknown) => string | null;
}): Reader<T> {
  return {
    fallback: options.fallback,
    required: options.required,
    read(node, path, reading) {
      const value: unknown = isScalar(node) ? node.value : undefined;
      const parsed = value === undefined ? undefined : options.parse(value);
      if (parsed === undefined) {
        const hint = options.hint?.(value) ?? null;
        reading.add(path, `expected ${options.expected}, got ${show(node)}${hint === null ? '' : `; ${hint}`}`);
        return options.fallback;
      }
      return parsed;
    },
    write: options.write ?? ((value) => value),
  };
}

interface Range {
  min: number;
  max?: number;
}

function rangeText({ min, max }: Range): string {
  return max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
}

function within(value: number, { min, max = Infinity }: Range): boolean {
  return Number.isFinite(value) && value >= min && value <= max;
}

/** A number within a range, both ends included. */
export function number(options: Range & { fallback: number }): Reader<number> {
  return scalar({
    expected: `a number ${rangeText(options)}`,
    fallback: options.fallback,
    parse: (value) => (typeof value === 'number' && within(value, options) ? value : undefined),
  });
}

/** A whole number within a range, both ends included. */
export function integer(options: Range & { fallback: number }): Reader<number> {
  return scalar({
    expected: `a whole number ${rangeText(options)}`,
    fallback: options.fallback,
    parse: (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && within(value, options) ? value : undefined,
  });
}

/** The same reader that also takes `null`, which is what it gives by default. */
export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return {
    fallback: null,
    read(node, path, reading) {
      if (isScalar(node) && node.value === null) {
        return null;
      }
      const before = reading.problems.length;
      const value = reader.read(node, path, reading);
      for (const problem of reading.problems.slice(before)) {
        problem.message = problem.message.replace(/^expected /, 'expected null or ');
      }
      return value;
    },
    write: (value) => (value === null ? null : reader.write(value)),
  };
}

/** `true` or `false`. */
export function flag(fallback: boolean): Reader<boolean> {
  return scalar({
    expected: 'true or false',
    fallback,
    parse: (value) => (typeof value === 'boolean' ? value : undefined),
  });
}

/** Text that is not empty; `pattern` narrows it and `expected` says how. */
export function text(options: {
  fallback: string;
  required?: boolean;
  expected?: string;
  pattern?: RegExp;
  maxLength?: number;
}): Reader<string> {
  const {
    fallback,
    required,
    pattern,
    maxLength = 500,
    expected = `text of at most ${maxLength} characters`,
  } = options;
  return scalar({
    expected,
    fallback,
    required,
    parse: (value) =>
      typeof value === 'string' && value !== '' && value.length <= maxLength && (pattern?.test(value) ?? true)
        ? value
        : undefined,
  });
}

/** One of a few words. */
export function choice<const T extends string>(values: readonly T[], fallback: T): Reader<T> {
  return scalar<T>({
    expected: `one of ${values.join(', ')}`,
    fallback,
    parse: (value) => values.find((known) => known === value),
    hint: (value) => (typeof value === 'string' ? suggestion(value, values).replace(/^known are.*/, '') || null : null),
  });
}

function duration(
  fallback: string,
  min: string,
  max: string
): { ms: number; parse: (value: unknown) => number | undefined } {
  const [low, high] = [parseDuration(min) ?? 0, parseDuration(max) ?? Infinity];
  return {
    ms: parseDuration(fallback) ?? 0,
    parse: (value) => {
      const ms = typeof value === 'string' || value === 0 ? parseDuration(String(value)) : null;
      return ms !== null && ms >= low && ms <= high ? ms : undefined;
    },
  };
}

const unitHint = (value: unknown) =>
  typeof value === 'number' && value !== 0 ? `a duration needs its unit, such as ${value}s` : null;

/** A duration with its unit, in milliseconds. */
export function time(fallback: string, range: { min: string; max: string }): Reader<number> {
  const { ms, parse } = duration(fallback, range.min, range.max);
  return scalar({
    expected: `a duration from ${range.min} to ${range.max} (such as ${fallback})`,
    fallback: ms,
    parse,
    write: formatDuration,
    hint: unitHint,
  });
}

/** A duration in milliseconds, or null for `off`. */
export function timeOrOff(fallback: string, range: { min: string; max: string }): Reader<number | null> {
  const { ms, parse } = duration(fallback, range.min, range.max);
  return scalar<number | null>({
    expected: `a duration from ${range.min} to ${range.max} (such as 24h), or off`,
    fallback: fallback === 'off' ? null : ms,
    parse: (value) => (value === 'off' ? null : parse(value)),
    write: (value) => (value === null ? 'off' : formatDuration(value)),
    hint: unitHint,
  });
}

/** Whole days: `365` or `365d`. */
export function days(fallback: number): Reader<number> {
  return scalar({
    expected: 'a number of days from 1 to 36500 (such as 365)',
    fallback,
    parse: (value) => {
      const count = typeof value === 'string' ? Number(/^(\d+)d$/.exec(value)?.[1]) : value;
      return typeof count === 'number' && Number.isSafeInteger(count) && count >= 1 && count <= 36_500
        ? count
        : undefined;
    },
  });
}

/** A size in bytes: `1MiB`, `64kB`, `512`. */
export function size(fallback: string, range: { min: string; max: string }): Reader<number> {
  const [low, high] = [parseSize(range.min) ?? 0, parseSize(range.max) ?? Infinity];
  return scalar({
    expected: `a size from ${range.min} to ${range.max} (such as ${fallback})`,
    fallback: parseSize(fallback) ?? 0,
    parse: (value) => {
      const bytes = typeof value === 'string' || typeof value === 'number' ? parseSize(String(value)) : null;
      return bytes !== null && bytes >= low && bytes <= high ? bytes : undefined;
    },
    write: formatSize,
  });
}
