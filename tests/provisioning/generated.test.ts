import { DEFAULTS, generate, MANIFEST_PATH, readManifest } from '../../mixin/src';
import { filesBelow, readText } from './repository';

const manifest = readManifest(readText(MANIFEST_PATH));
const files = generate(DEFAULTS, manifest);

describe('committed files', () => {
  it.each([...files.keys()])('%s is what the generator writes (else: npm run generate)', (path) => {
    expect(readText(path)).toBe(files.get(path));
  });

  it('are all generated: nothing in provisioning/ or docs/runbooks/ is written by hand or left over', () => {
    expect([...filesBelow('provisioning'), ...filesBelow('docs/runbooks')].filter((path) => !files.has(path))).toEqual(
      []
    );
  });

  it('end with a newline', () => {
    for (const [path, content] of files) {
      expect([path, content.endsWith('\n')]).toEqual([path, true]);
    }
  });
});
