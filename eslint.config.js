import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Few rules, each on for a reason; formatting is Prettier's. */
export default tseslint.config(
  { ignores: ['**/dist/', '**/generated/', '**/runs/'] },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['tsup.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A forgotten await loses errors and ordering of file writes.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // AssemblyScript: it has no type imports, 64-bit integers, and operations that do not need all their parameters.
    files: ['**/assembly/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^(from|to)$' }],
      'no-loss-of-precision': 'off',
    },
  },
  {
    // Packages are independent: what one needs of another is passed in as an argument.
    files: ['packages/*/{src,test}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@tunekit/*', '!@tunekit/durable-files', '!@tunekit/random-stream'],
              message:
                'No package imports a sibling but the two of the ground floor: take it as an argument.',
            },
          ],
        },
      ],
      // Results must not depend on hidden state.
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is a `seed` argument.' },
      ],
    },
  },
)
