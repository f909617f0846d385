import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// The border rule reads Nx's cached project graph and silently does nothing without one.
process.env.NX_DAEMON ??= 'false';
await createProjectGraphAsync({ exitOnError: false });

/**
 * Who may import whom, by the `nx.tags` of each package.json: pure rules know no I/O, what members install knows no
 * server, gateways are composed of libraries, services are at the end and never know each other or the tools. Web apps know
 * the web kit and, as types, their own back end. Tests may use everything.
 */
const borders = {
  'type:pure': ['type:pure'],
  'type:sdk': ['type:pure'],
  'type:base': ['type:pure', 'type:base'],
  'type:io': ['type:pure', 'type:base', 'type:io'],
  'type:gateway': ['type:pure', 'type:base', 'type:io'],
  'type:tool': ['type:pure', 'type:base', 'type:io', 'type:gateway', 'type:sdk', 'type:tool'],
  'type:service': ['type:pure', 'type:base', 'type:io', 'type:gateway', 'type:sdk'],
  'type:web': ['type:pure', 'type:web'],
  'type:web-app': ['type:pure', 'type:web', 'type:web-app'],
};

const boundaries = (table) => ['error', {
  enforceBuildableLibDependency: false,
  depConstraints: Object.entries(table).map(([sourceTag, onlyDependOnLibsWithTags]) => ({ sourceTag, onlyDependOnLibsWithTags })),
}];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.trine/**', '.nx/**', 'tmp/**', 'coverage/**'] },
  {
    files: ['{libs,services}/*/{src,web/src,test,test-support,scripts}/**/*.{ts,tsx,mjs}', 'scripts/**/*.mjs', 'docs/**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A closure may read what is assigned once, later.
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    files: ['{libs,services}/*/{src,web/src}/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(borders),
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      // Nest injects by the class that a constructor's parameter names, so such an import must stay a value. The rule knows
      // this where decorators emit metadata, which it reads from the tsconfig.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      'no-restricted-imports': ['error', { patterns: [{ group: ['@trine/*/*', '!@trine/ui/styles.css', '!@trine/face/pictures'], message: 'A library is imported only through its index.' }] }],
    },
  },
  {
    // The benchmark starts schemes, which no other part of a service does.
    files: ['services/sandbox/src/bench/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries({ ...borders, 'type:service': [...borders['type:service'], 'type:tool'] }) },
  },
);
