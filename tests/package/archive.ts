/** Packages the built plugins and reads the archive back, by the end of the file, as every tool does. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

export const ROOT = path.resolve(__dirname, '..', '..');
const PLATFORMS = [
  'linux_amd64',
  'linux_arm64',
  'darwin_amd64',
  'darwin_arm64',
  'windows_amd64.exe',
  'windows_arm64.exe',
];
export const EXECUTABLES = PLATFORMS.map((platform) => `gpx_lopan_analytics_${platform}`);

/** 2026-03-02, in seconds. */
const RELEASED = Date.UTC(2026, 2, 2) / 1000;

export interface Packed {
  mode: number;
  content: Buffer;
}

export interface Archive {
  file: string;
  bytes: Buffer;
  entries: Map<string, Packed>;
}

/** Runs `npm run package` with stand-ins for the executables, which take minutes to compile. */
export async function makeArchive(environment: NodeJS.ProcessEnv = { SOURCE_DATE_EPOCH: String(RELEASED) }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-archive-'));
  try {
    const binaries = path.join(folder, 'binaries');
    fs.mkdirSync(binaries);
    EXECUTABLES.forEach((name) => fs.writeFileSync(path.join(binaries, name), `stands for ${name}`));
    await promisify(execFile)(
      process.execPath,
      ['scripts/package.mjs', '--binaries', binaries, '--out', path.join(folder, 'out')],
      { cwd: ROOT, env: { ...process.env, ...environment } }
    );
    const [file = ''] = fs.readdirSync(path.join(folder, 'out'));
    const bytes = fs.readFileSync(path.join(folder, 'out', file));
    return { file, bytes, entries: readArchive(bytes) } satisfies Archive;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function readArchive(bytes: Buffer): Map<string, Packed> {
  const end = bytes.length - 22;
  const count = bytes.readUInt16LE(end + 10);
  const entries = new Map<string, Packed>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, { mode: bytes.readUInt32LE(at + 38) >>> 16, content: unpack(bytes, at) });
    at += 46 + nameLength;
  }
  return entries;
}

function unpack(bytes: Buffer, directory: number): Buffer {
  const size = bytes.readUInt32LE(directory + 20);
  const start = bytes.readUInt32LE(directory + 42);
  const from = start + 30 + bytes.readUInt16LE(start + 26);
  const content = zlib.inflateRawSync(bytes.subarray(from, from + size));
  expect(zlib.crc32(content)).toBe(bytes.readUInt32LE(directory + 16));
  return content;
}
