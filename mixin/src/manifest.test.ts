import { readManifest, tombstones } from './manifest';

describe('tombstones', () => {
  it('keep the uid of a rule that is gone, for ever', () => {
    expect(tombstones(['c', 'b', 'a'], ['a'])).toEqual(['b', 'c']);
  });

  it('let a rule come back', () => {
    expect(tombstones(['a'], ['a'])).toEqual([]);
  });
});

describe('readManifest', () => {
  it('reads what was written', () => {
    const manifest = { files: ['x'], rules: ['r'], deletedRules: [], contactPoints: ['c'], deletedContactPoints: [] };
    expect(readManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  it('reads one from before contact points were remembered', () => {
    expect(readManifest('{"files":[],"rules":[],"deletedRules":[]}')).toMatchObject({ contactPoints: [] });
  });

  it.each([
    ['no JSON', /manifest\.json: not readable as JSON/],
    ['null', /"files" must be a list of strings/],
    ['{"files":[],"rules":[1],"deletedRules":[]}', /"rules" must be a list of strings/],
  ])('refuses %s', (text, message) => {
    expect(() => readManifest(text)).toThrow(message);
  });
});
