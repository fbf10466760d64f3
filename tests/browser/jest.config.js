const base = require('../../jest.node.js');

module.exports = {
  ...base,
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  moduleNameMapper: { '^@lopan/catalogue$': '<rootDir>/../../catalogue/src/index.ts' },
  // a page with all of @grafana/ui takes seconds to draw on a small machine
  testTimeout: 60_000,
  maxWorkers: 1,
};
