const base = require('../../jest.node.js');

module.exports = { ...base, rootDir: __dirname, testMatch: ['<rootDir>/**/*.test.ts'], testTimeout: 30_000 };
