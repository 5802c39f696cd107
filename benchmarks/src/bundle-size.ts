import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** How many bytes a module is, bundled and minified without TensorFlow.js, gzipped. */
export async function bundleSize(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['@tensorflow/*'],
    write: false,
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}
