// The bench in small: a year of 200 000 events, measured as `npm run bench` does, with floors under the ratios.
const base = require('../../jest.node.js');

module.exports = {
  ...base,
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  moduleNameMapper: { '^@lopan/catalogue$': '<rootDir>/../../catalogue/src/index.ts' },
  globalSetup: '<rootDir>/../system/global-setup.js',
  // Loading, rolling up and measuring on a busy machine.
  testTimeout: 600_000,
  maxWorkers: 1,
};
