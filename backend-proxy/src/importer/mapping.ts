import { suggestion } from '../config/suggest';
import type { EventType } from '../config/types';
import { IMPORT_FIELDS, type CellKind } from './fields';

/** The mapping cannot work with this file; told to whoever called. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/** A column of the file and the field it leads to. */
export interface MappedColumn {
  column: string;
  field: string;
  kind: CellKind;
}

function kindOf(type: EventType, field: string, where: string): CellKind {
  const fields = IMPORT_FIELDS[type];
  const kind = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (kind === undefined) {
    throw new MappingError(
      `${where}: "${field}" is no field of a ${type} event; ${suggestion(field, Object.keys(fields))}`
    );
  }
  return kind;
}

/**
 * Reads `name=value` pairs, separated by commas. The last "=" of a pair counts, since names come from other systems.
 * @throws MappingError naming the pair that is none
 */
export function readPairs(texts: readonly string[], option: string): Array<{ name: string; value: string }> {
  return texts
    .flatMap((text) => text.split(','))
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const at = pair.lastIndexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (at < 0 || name === '' || value === '') {
        throw new MappingError(`${option}: expected name=value, separated by commas, got "${pair.trim()}"`);
      }
      return { name, value };
    });
}

/** How the columns of a file become the fields of an event. */
export class Mapping {
  /** Fields that are the same in every line. */
  readonly constants: ReadonlyArray<{ field: string; kind: CellKind; text: string }>;
  readonly #pairs: ReadonlyArray<{ name: string; value: string }>;

  /**
   * @param map pairs column=field. A column that is called like a field leads to it without a pair.
   * @param set pairs field=value
   * @throws MappingError naming what is no field of the type
   */
  constructor(
    readonly type: EventType,
    map: readonly string[],
    set: readonly string[]
  ) {
    this.#pairs = readPairs(map, '--map');
    for (const { name, value } of this.#pairs) {
      if (!Object.hasOwn(IMPORT_FIELDS[type], value) && Object.hasOwn(IMPORT_FIELDS[type], name)) {
        throw new MappingError(
          `--map: "${value}" is no field of a ${type} event; a pair is COLUMN=FIELD: did you mean "${value}=${name}"?`
        );
      }
      kindOf(type, value, '--map');
    }
    this.constants = readPairs(set, '--set').map(({ name, value }) => ({
      field: name,
      kind: kindOf(type, name, '--set'),
      text: value,
    }));
  }

  /**
   * The columns of a file with this header that are read.
   * @throws MappingError when a column is missing, two lead to one field, or none to the time
   */
  columns(header: readonly string[]): MappedColumn[] {
    const given = this.#pairs.map(({ name, value }) => {
      if (!header.includes(name)) {
        throw new MappingError(`--map: the file has no column "${name}"; ${suggestion(name, header)}`);
      }
      return { column: name, field: value };
    });
    const mapped = new Set(given.map(({ column }) => column));
    const own = header
      .filter((column) => !mapped.has(column) && Object.hasOwn(IMPORT_FIELDS[this.type], column))
      .map((column) => ({ column, field: column }));
    const columns = [...given, ...own].map((entry) => ({ ...entry, kind: kindOf(this.type, entry.field, '--map') }));
    this.#check(header, columns);
    return columns;
  }

  #check(header: readonly string[], columns: readonly MappedColumn[]): void {
    for (const { column, field } of columns) {
      if (header.indexOf(column) !== header.lastIndexOf(column)) {
        throw new MappingError(`the file has two columns "${column}"; rename one of them`);
      }
      const others = columns.filter((other) => other.field === field);
      if (others.length > 1 || this.constants.some((constant) => constant.field === field)) {
        throw new MappingError(
          `"${field}" is given more than once: by ${others.map((other) => `column "${other.column}"`).join(' and ')}${
            others.length > 1 ? '' : ' and --set'
          }`
        );
      }
    }
    if (!columns.some(({ field }) => field === 'timestamp')) {
      throw new MappingError('no column leads to "timestamp"; name it with --map COLUMN=timestamp');
    }
  }
}
