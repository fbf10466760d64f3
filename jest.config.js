// force timezone to UTC to allow tests to work regardless of local timezone
process.env.TZ = 'UTC';

// Jest configuration provided by Grafana scaffolding
const base = require('./.config/jest.config');

/**
 * The scaffold compiles JSX for the classic runtime; the build uses the automatic one, and so do the tests. Some d3
 * packages come as .mjs, which the scaffold's pattern leaves out.
 */
const transform = Object.fromEntries(
  Object.entries(base.transform).map(([, [transformer, options]]) => [
    '\\.(m?[jt]s|[jt]sx)$',
    [transformer, { ...options, jsc: { ...options.jsc, transform: { react: { runtime: 'automatic' } } } }],
  ])
);

module.exports = {
  ...base,
  transform,
  // Editors draw many inputs; on a busy machine the default of 5 s is too short for them.
  testTimeout: 30_000,
  moduleNameMapper: { ...base.moduleNameMapper, '^@lopan/catalogue/(.*)$': '<rootDir>/catalogue/src/$1' },
};
