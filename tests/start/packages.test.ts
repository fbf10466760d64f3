import { evaluate } from './runScript';

const locked = {
  '': { version: '1.0.0' },
  client: { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3' },
  'node_modules/for-a-mac': { version: '4.0.0', optional: true },
  'node_modules/@lopan/client': { link: true },
};
const installed = { 'node_modules/a': { version: '1.2.3' } };

const isInstalled = (now: object | undefined) =>
  evaluate('install.mjs', `lib.isInstalled(${JSON.stringify(locked)}, ${JSON.stringify(now)})`);

describe('npm start: packages', () => {
  it('are up to date when all that this platform needs is there', async () => {
    expect(await isInstalled(installed)).toBe(true);
  });

  it.each([
    ['nothing is installed', undefined],
    ['one is missing', {}],
    ['one has another version', { 'node_modules/a': { version: '1.2.4' } }],
    ['an optional one has another version', { ...installed, 'node_modules/for-a-mac': { version: '3.0.0' } }],
  ])('are installed anew when %s', async (_name, now) => {
    expect(await isInstalled(now)).toBe(false);
  });
});
