// A ZIP archive with nothing in it that depends on when or where it was written: the same entries give the same bytes.
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/**
 * @typedef {object} Entry
 * @property {string} name path inside the archive, with slashes
 * @property {Buffer} content
 * @property {boolean} [executable] everybody may run it, not only read it
 */

const deflate = promisify(zlib.deflateRaw);

const MADE_ON_UNIX = (3 << 8) | 20;
const NEEDS_VERSION_2 = 20;
const NAMES_IN_UTF8 = 1 << 11;
const DEFLATED = 8;
const REGULAR_FILE = 0x8000;
/** rwxr-xr-x and rw-r--r--. */
const EXECUTABLE = 0x1ed;
const READABLE = 0x1a4;

/** The year an archive's clock begins with. */
const FIRST_YEAR = 1980;

/** Time and date as MS-DOS writes them, in UTC, to two seconds. @param {Date} date */
function dosTime(date) {
  const year = Math.max(date.getUTCFullYear(), FIRST_YEAR) - FIRST_YEAR;
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return (((year << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()) * 0x10000 + time) >>> 0;
}

/**
 * What the entry's own header and the directory at the end have in common, from "version needed" to "extra length".
 * @param {Entry} entry @param {Buffer} packed @param {Date} date
 */
function description({ name, content }, packed, date) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(NEEDS_VERSION_2, 0);
  fields.writeUInt16LE(NAMES_IN_UTF8, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt32LE(dosTime(date), 6);
  fields.writeUInt32LE(zlib.crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

/** @param {string} signature hexadecimal, as in the specification of the format @param {Buffer[]} parts */
const record = (signature, ...parts) => Buffer.concat([Buffer.from(signature, 'hex'), ...parts]);

/**
 * Writes an archive. Entries are sorted by name; all carry the same date.
 * @param {Entry[]} entries
 * @param {Date} date
 * @returns {Promise<Buffer>}
 */
export async function zip(entries, date) {
  const files = [];
  const directory = [];
  let offset = 0;
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const packed = await deflate(entry.content, { level: 9 });
    const fields = description(entry, packed, date);
    const name = Buffer.from(entry.name);
    const file = record('504b0304', fields, name, packed);

    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((REGULAR_FILE | (entry.executable ? EXECUTABLE : READABLE)) * 0x10000) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const maker = Buffer.alloc(2);
    maker.writeUInt16LE(MADE_ON_UNIX);
    directory.push(record('504b0102', maker, fields, rest, name));
    files.push(file);
    offset += file.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, record('504b0506', end)]);
}
