const base = require('../jest.node.js');

const [transform] = Object.values(base.transform);

const common = {
  ...base,
  // Fastify's `inject` needs `cookie`, which is an ES module: Node requires it as it is, jest only once transformed.
  transform: { ...base.transform, 'node_modules/cookie/.+\\.js$': transform },
  transformIgnorePatterns: ['/node_modules/(?!cookie/)'],
};

module.exports = {
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.test.ts'] },
    {
      ...common,
      displayName: 'database',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/helpers/timeout.ts'],
      globalSetup: '<rootDir>/test/helpers/global-setup.ts',
      globalTeardown: '<rootDir>/test/helpers/global-teardown.ts',
    },
  ],
};
