import { isMap, isScalar, isSeq, Scalar, type Node, type Pair } from 'yaml';
import { show, type Reading } from './reading';
import type { Reader, ValueOf } from './readers';
import { suggestion } from './suggest';

/** The readers of a section's keys, by the names they have in the file. */
export type Shape = Readonly<Record<string, Reader<unknown>>>;

export type ValuesOf<S extends Shape> = { [K in keyof S]: ValueOf<S[K]> };

interface SectionOptions {
  /** Keys that people look for here in vain, with what to do in their stead. */
  elsewhere?: Readonly<Record<string, string>>;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Walks the pairs of a mapping; a mapping that is left blank has none. */
function eachPair(
  node: Node,
  path: string,
  reading: Reading,
  visit: (key: string, value: Node, at: string) => void
): void {
  if (isScalar(node) && node.value === null) {
    return;
  }
  if (!isMap(node)) {
    reading.add(path, `expected a mapping of keys, got ${show(node)}`);
    return;
  }
  for (const pair of node.items as Array<Pair<Node, Node | null>>) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const at = join(path, key);
    reading.met(at, pair.key);
    // A key with nothing behind it is null, which readers refuse or take as they see fit.
    visit(key, reading.resolve(pair.value ?? new Scalar(null)), at);
  }
}

function readShape<S extends Shape>(
  shape: S,
  node: Node,
  path: string,
  reading: Reading,
  { elsewhere = {} }: SectionOptions
): Map<string, unknown> {
  const found = new Map<string, unknown>();
  eachPair(node, path, reading, (key, value, at) => {
    const reader = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (reader) {
      found.set(key, reader.read(value, at, reading));
    } else {
      const advice = Object.hasOwn(elsewhere, key) ? elsewhere[key] : suggestion(key, Object.keys(shape));
      reading.add(at, `unknown key; ${advice}`);
    }
  });
  return found;
}

/** A mapping with known keys; absent ones have their defaults. */
export function section<S extends Shape>(shape: S, options: SectionOptions = {}): Reader<ValuesOf<S>> {
  const complete = (found: ReadonlyMap<string, unknown>) =>
    Object.fromEntries(
      Object.entries(shape).map(([key, reader]) => [key, found.has(key) ? found.get(key) : reader.fallback])
    ) as ValuesOf<S>;
  return {
    fallback: complete(new Map()),
    read(node, path, reading) {
      const found = readShape(shape, node, path, reading, options);
      for (const [key, reader] of Object.entries(shape)) {
        if (reader.required && !found.has(key)) {
          reading.add(path, `${key} is missing`);
        }
      }
      return complete(found);
    },
    write: (values) =>
      Object.fromEntries(Object.entries(shape).map(([key, reader]) => [key, reader.write(values[key])])),
  };
}

/** A mapping with known keys of which only the given ones are there. */
export function partial<S extends Shape>(shape: S): Reader<Partial<ValuesOf<S>>> {
  return {
    fallback: {},
    read: (node, path, reading) =>
      Object.fromEntries(readShape(shape, node, path, reading, {})) as Partial<ValuesOf<S>>,
    write: (values) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, shape[key]?.write(value)])),
  };
}

/** A mapping from known ids to values of one kind. */
export function record<T>(ids: readonly string[], what: string, reader: Reader<T>): Reader<Record<string, T>> {
  return {
    fallback: {},
    read(node, path, reading) {
      const values: Record<string, T> = {};
      eachPair(node, path, reading, (id, value, at) => {
        if (ids.includes(id)) {
          values[id] = reader.read(value, at, reading);
        } else {
          reading.add(at, `unknown ${what}; ${suggestion(id, ids)}`);
        }
      });
      return values;
    },
    write: (values) => Object.fromEntries(Object.entries(values).map(([id, value]) => [id, reader.write(value)])),
  };
}

/** A list of values of one kind, at least `min` and at most `max` of them. */
export function list<T>(
  item: Reader<T>,
  options: { fallback: readonly T[]; min: number; max: number; what: string }
): Reader<T[]> {
  const { min, max, what } = options;
  const count = min === max ? `${min}` : `${min} to ${max}`;
  return {
    fallback: [...options.fallback],
    read(node, path, reading) {
      if (!isSeq(node) || node.items.length < min || node.items.length > max) {
        const got = isSeq(node) ? `${node.items.length}` : show(node);
        reading.add(path, `expected a list of ${count} ${what}, got ${got}`);
        return [...options.fallback];
      }
      return (node.items as Node[]).map((entry, index) => {
        const at = `${path}[${index}]`;
        reading.met(at, entry);
        return item.read(reading.resolve(entry), at, reading);
      });
    },
    write: (values) => values.map((value) => item.write(value)),
  };
}
