import { EMPTY_MANIFEST, readManifest, tombstones } from './manifest';

describe('tombstones', () => {
  it('keep the uid of a rule that is gone, for ever', () => {
    expect(tombstones({ ...EMPTY_MANIFEST, rules: ['b', 'a'], deletedRules: ['c'] }, ['a'])).toEqual(['b', 'c']);
  });

  it('let a rule come back', () => {
    expect(tombstones({ ...EMPTY_MANIFEST, deletedRules: ['a'] }, ['a'])).toEqual([]);
  });
});

describe('readManifest', () => {
  it('reads what was written', () => {
    const manifest = { files: ['x'], rules: ['r'], deletedRules: [] };
    expect(readManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  it.each([
    ['no JSON', /manifest\.json: not readable as JSON/],
    ['null', /"files" must be a list of strings/],
    ['{"files":[],"rules":[1],"deletedRules":[]}', /"rules" must be a list of strings/],
  ])('refuses %s', (text, message) => {
    expect(() => readManifest(text)).toThrow(message);
  });
});
