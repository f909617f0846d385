import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));

/** Tiers, chosen by `npx jest --selectProjects unit|int|e2e`. `int` and `e2e` run on real Kafka and PostgreSQL. */
const tier = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/{libs,services}/*/test/**/*.${name}.spec.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.trine/', '<rootDir>/.nx/', '<rootDir>/tmp/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@trine/(protocol|ledger-core|evidence|crypto|telemetry|bus|database|gateway|devstack|testkit|client|face)$': '<rootDir>/libs/$1/src/index.ts',
    '^@trine/(ledger|operator|rp|idp|as|proxy|sandbox)$': '<rootDir>/services/$1/src/index.ts',
  },
  ...extra,
});

const servers = {
  globalSetup: '<rootDir>/libs/devstack/test-support/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/devstack/test-support/global-teardown.mjs',
};

export default { projects: [tier('unit'), tier('int', servers), tier('e2e', servers)] };
