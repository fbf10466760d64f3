// Checks on what Grafana and Docker read: the generated provisioning, the compose file, the pages that rules link to.
const base = require('../../jest.node.js');

module.exports = {
  ...base,
  moduleNameMapper: {
    '^@lopan/catalogue$': '<rootDir>/../../catalogue/src/index.ts',
    // The version that the generator writes with; another one may be hoisted to the root.
    '^yaml$': require.resolve('yaml', { paths: [require.resolve('../../mixin/package.json')] }),
  },
};
