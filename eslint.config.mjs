import tsPlugin from '@typescript-eslint/eslint-plugin';
import tsParser from '@typescript-eslint/parser';
import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

const TESTS = ['**/*.test.{ts,tsx}', '**/test/**/*.{ts,tsx}', 'tests/**/*.{ts,mjs}'];
const NODE_WORKSPACES = ['catalogue', 'client', 'backend-proxy', 'mixin'];

/** Rules that need types: a promise nobody waits for loses its error, and with it data. */
const typedRules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

/** A test that runs alone or not at all hides the others: fix it or delete it. */
const focused = (object) =>
  ['only', 'skip', 'todo'].map((property) => ({ object, property, message: 'Fix the test or delete it.' }));

export default defineConfig([
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '**/coverage/',
      '.config/',
      '.lopan/',
      'provisioning/',
      'test-results/',
      'playwright-report/',
    ],
  },
  ...baseConfig,
  {
    files: ['**/*.{ts,tsx,mts}'],
    plugins: { '@typescript-eslint': tsPlugin },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      // JSX is compiled for the automatic runtime.
      'react/react-in-jsx-scope': 'off',
      // One import of types beside one of values is how the compiler writes it, too.
      'no-duplicate-imports': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { ...typedRules, '@typescript-eslint/no-deprecated': 'error' },
  },
  ...NODE_WORKSPACES.map((workspace) => ({
    files: [`${workspace}/src/**/*.ts`],
    ignores: TESTS,
    languageOptions: { parser: tsParser, parserOptions: { project: `./${workspace}/tsconfig.json` } },
    rules: typedRules,
  })),
  {
    files: TESTS,
    rules: {
      'no-restricted-properties': ['error', ...['describe', 'it', 'test'].flatMap(focused)],
      'no-restricted-globals': ['error', 'fit', 'xit', 'fdescribe', 'xdescribe', 'xtest'],
      // A test may know that a fixture has what it reads; the failure would name the line.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // React's rules of hooks are for what renders; elsewhere `use…` is only a name.
    files: NODE_WORKSPACES.map((workspace) => `${workspace}/**`),
    rules: { 'react-hooks/rules-of-hooks': 'off', 'react-hooks/exhaustive-deps': 'off' },
  },
  {
    // Fixtures have to be complete, fields that Grafana is about to drop included.
    files: ['src/test/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  { settings: { react: { version: '18.3' } } },
]);
