// The whole proxy as a process of its own, over HTTP, on a real Postgres: killed, restarted, several at once.
const base = require('../../jest.node.js');

module.exports = {
  ...base,
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  moduleNameMapper: { '^@lopan/catalogue$': '<rootDir>/../../catalogue/src/index.ts' },
  globalSetup: '<rootDir>/global-setup.js',
  testTimeout: 60_000,
  // Proxies and Postgres want the machine for themselves.
  maxWorkers: 1,
};
