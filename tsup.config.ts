import { existsSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** One config for every package: ESM, one bundle for each entry that exists. */
export default defineConfig((options) => ({
  entry: [
    'src/index.ts',
    'src/node.ts',
    'src/trial-process.ts',
    'src/command-trial.ts',
    'src/main.ts',
    'src/trial.ts',
  ].filter((file) => existsSync(file)),
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  external: [/^node:/],
  dts: !existsSync('src/main.ts'),
  sourcemap: true,
  clean: !options.watch,
}))
