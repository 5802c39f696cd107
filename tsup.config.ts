import { defineConfig } from 'tsup'

/** One config for every package: ESM, one bundle for each entry. The entries stand in the package's `build` script. */
export default defineConfig((options) => ({
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  external: [/^node:/],
  sourcemap: true,
  clean: !options.watch,
}))
