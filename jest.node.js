// Shared by the workspaces that run on Node; each has a jest.config.js of its own that extends this.
process.env.TZ = 'UTC';

module.exports = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
  moduleNameMapper: {
    '^@lopan/catalogue$': '<rootDir>/../catalogue/src/index.ts',
    '^@lopan/client$': '<rootDir>/../client/src/index.ts',
  },
};
