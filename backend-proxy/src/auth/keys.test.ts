import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyRing, splitKeys, type KeySources } from './keys';

const NONE: KeySources = { ingest: { kind: 'none' }, read: { kind: 'none' }, admin: { kind: 'none' } };

describe('KeyRing', () => {
  let folder: string;
  let clock: number;
  const now = () => clock;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lopan-keys-'));
    clock = 1_000_000;
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('knows whose key it is and nothing about others', () => {
    const ring = new KeyRing({ ...NONE, read: { kind: 'inline', keys: ['alpha', 'beta'] } });
    expect([...(ring.identify('beta')?.scopes ?? [])]).toEqual(['read']);
    expect(ring.identify('gamma')).toBeNull();
    expect(ring.identify('')).toBeNull();
    expect(ring.identify('x'.repeat(10_000))).toBeNull();
  });

  it('lets a key that is listed in several scopes hold them all, and admin imply nothing', () => {
    const ring = new KeyRing({
      ingest: { kind: 'inline', keys: ['both'] },
      read: { kind: 'inline', keys: ['both'] },
      admin: { kind: 'inline', keys: ['root'] },
    });
    expect(ring.identify('both')?.scopes).toEqual(new Set(['ingest', 'read']));
    expect(ring.identify('root')?.scopes).toEqual(new Set(['admin']));
  });

  it('tells callers apart without showing their keys', () => {
    const ring = new KeyRing({ ...NONE, read: { kind: 'inline', keys: ['alpha', 'beta'] } });
    const [alpha, beta] = [ring.identify('alpha')?.keyId, ring.identify('beta')?.keyId];
    expect(alpha).toMatch(/^[0-9a-f]{12}$/);
    expect(alpha).not.toBe(beta);
    expect(JSON.stringify(ring)).not.toContain('alpha');
  });

  it('keeps a scope without keys closed', () => {
    const ring = new KeyRing(NONE);
    expect(ring.count('admin')).toBe(0);
    expect(ring.identify('anything')).toBeNull();
  });

  it('reads a key file again when it changes, at most once a second', () => {
    const path = join(folder, 'read.keys');
    writeFileSync(path, 'old-key\n');
    const reloads: string[] = [];
    const ring = new KeyRing({ ...NONE, read: { kind: 'file', path } }, (scope) => reloads.push(scope), now);
    writeFileSync(path, 'new-key\nand-another\n');
    clock += 500;
    expect(ring.identify('new-key')).toBeNull();
    clock += 600;
    expect(ring.identify('new-key')?.scopes).toEqual(new Set(['read']));
    expect(ring.identify('old-key')).toBeNull();
    expect(ring.count('read')).toBe(2);
    expect(reloads).toEqual(['read']);
  });

  it('keeps the last keys while the file is away, and says so once', () => {
    const path = join(folder, 'read.keys');
    writeFileSync(path, 'key-one');
    const heard: Array<string | undefined> = [];
    const ring = new KeyRing(
      { ...NONE, read: { kind: 'file', path } },
      (_scope, error) => heard.push(error?.name),
      now
    );
    unlinkSync(path);
    for (let i = 0; i < 3; i++) {
      clock += 2000;
      expect(ring.identify('key-one')).not.toBeNull();
    }
    expect(heard).toEqual(['Error']);
    writeFileSync(path, 'key-two');
    clock += 2000;
    expect(ring.identify('key-two')).not.toBeNull();
    expect(heard).toEqual(['Error', undefined]);
  });

  it('goes on checking when the clock was set back', () => {
    const path = join(folder, 'read.keys');
    writeFileSync(path, 'key-one');
    const ring = new KeyRing({ ...NONE, read: { kind: 'file', path } }, undefined, now);
    writeFileSync(path, 'key-number-two');
    clock -= 3_600_000;
    expect(ring.identify('key-number-two')).not.toBeNull();
  });

  it('fails at start when a key file cannot be read', () => {
    expect(() => new KeyRing({ ...NONE, read: { kind: 'file', path: join(folder, 'none') } })).toThrow(/ENOENT/);
  });
});

describe('splitKeys', () => {
  it('takes commas and line breaks, and leaves out what is empty', () => {
    expect(splitKeys(' a, b ,,\r\nc\n')).toEqual(['a', 'b', 'c']);
  });
});
