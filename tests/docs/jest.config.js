// What the pages say about the repository: paths that exist, tests that are there under their names.
const base = require('../../jest.node.js');

module.exports = { ...base, rootDir: __dirname, testMatch: ['<rootDir>/**/*.test.ts'] };
