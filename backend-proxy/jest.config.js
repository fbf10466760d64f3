const base = require('../jest.node.js');

const [transform] = Object.values(base.transform);

module.exports = {
  ...base,
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  // Fastify's `inject` needs `cookie`, which is an ES module: Node requires it as it is, jest only once transformed.
  transform: { ...base.transform, 'node_modules/cookie/.+\\.js$': transform },
  transformIgnorePatterns: ['/node_modules/(?!cookie/)'],
};
