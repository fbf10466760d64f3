// The whole product in a real Grafana (GRAFANA_HOME): proxy, Postgres, plugins, provisioning, webhook, browser.
const base = require('../../jest.node.js');

module.exports = {
  ...base,
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  moduleNameMapper: {
    '^@lopan/catalogue$': '<rootDir>/../../catalogue/src/index.ts',
    '^@lopan/client$': '<rootDir>/../../client/src/index.ts',
    // The version that the generator writes with; another one may be hoisted to the root.
    '^yaml$': require.resolve('yaml', { paths: [require.resolve('../../mixin/package.json')] }),
  },
  // Grafana's first start migrates its database; rules are evaluated once a minute.
  testTimeout: 240_000,
  // Grafana and Postgres want the machine for themselves.
  maxWorkers: 1,
};
