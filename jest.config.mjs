import { existsSync, readdirSync, readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));

/** `@trine/x` is its source, so that tests need no build. */
const roomsOf = (folder) => Object.fromEntries(readdirSync(new URL(folder, import.meta.url))
  .filter((name) => existsSync(new URL(`${folder}/${name}/src/index.ts`, import.meta.url)))
  .map((name) => [`^@trine/${name}$`, `<rootDir>/${folder}/${name}/src/index.ts`]));

/** Tiers, chosen by `npx jest --selectProjects unit|int|e2e|browser`. All but `unit` run on real Kafka and PostgreSQL. */
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
    ...roomsOf('libs'),
    ...roomsOf('services'),
  },
  ...extra,
});

const servers = {
  globalSetup: '<rootDir>/libs/devstack/test-support/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/devstack/test-support/global-teardown.mjs',
};

export default { projects: [tier('unit'), tier('int', servers), tier('e2e', servers), tier('browser', servers)] };
