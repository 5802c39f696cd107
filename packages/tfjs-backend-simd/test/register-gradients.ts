import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

/**
 * Registers tfjs-core's gradients, and the methods of tensors that they call, as `import '@tensorflow/tfjs'` does. Node cannot
 * load their ES modules unbundled.
 */
export async function registerGradients(): Promise<void> {
  const core = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/package.json'))
  const { outputFiles } = await build({
    stdin: {
      contents: "import './register_all_gradients'; import './public/chained_ops/register_all_chained_ops'",
      resolveDir: join(core, 'dist'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    // tfjs-core's list of modules with side effects is incomplete.
    ignoreAnnotations: true,
    logLevel: 'error',
  })
  const code = Buffer.from(outputFiles[0].contents).toString('base64')
  await import(`data:text/javascript;base64,${code}`)
}
