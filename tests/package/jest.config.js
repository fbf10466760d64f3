const base = require('../../jest.node.js');

// packaging compresses and may find the plugins stale
module.exports = { ...base, rootDir: __dirname, testMatch: ['<rootDir>/**/*.test.ts'], testTimeout: 180_000 };
