// What breaks, broken on purpose, each with a figure: `npm run test:faults` in full, `npm test` in short.
const base = require('../../jest.node.js');

const full = process.env.LOPAN_FAULTS === 'full';

module.exports = {
  ...base,
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  // What takes long by its nature is tried in the full form alone.
  testPathIgnorePatterns: full ? [] : ['\\.full\\.test\\.ts$'],
  moduleNameMapper: {
    '^@lopan/catalogue$': '<rootDir>/../../catalogue/src/index.ts',
    '^@lopan/client$': '<rootDir>/../../client/src/index.ts',
  },
  globalSetup: '<rootDir>/../system/global-setup.js',
  // Fifty kills take minutes, on a busy machine more of them.
  testTimeout: full ? 1_800_000 : 120_000,
  // Proxies and Postgres want the machine for themselves.
  maxWorkers: 1,
  // A test that failed leaves its stream of events behind, which would go on for ever.
  forceExit: true,
};
