import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'

/** How many bytes a module is, bundled and minified without TensorFlow.js, gzipped. */
export async function bundleSize(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    plugins: [withoutTensorFlow],
    write: false,
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

const withoutTensorFlow: Plugin = {
  name: 'without-tensorflow',
  setup({ onResolve }) {
    onResolve({ filter: /^@tensorflow\// }, ({ path }) => ({ path, external: true, sideEffects: false }))
  },
}
