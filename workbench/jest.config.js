import path from 'node:path';
import { fileURLToPath } from 'node:url';
// as the plugins' tests: the @grafana packages are ES modules that jest has to compile
import base from '../jest.config.js';

export default {
  ...base,
  rootDir: path.dirname(fileURLToPath(import.meta.url)),
  // nothing here draws; pages are tested in a real browser (tests/browser)
  setupFilesAfterEnv: [],
  moduleNameMapper: {},
  testMatch: ['<rootDir>/{src,server}/**/*.test.ts'],
};
