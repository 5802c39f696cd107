import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import { build } from 'esbuild'
import type { BuildOptions, PluginBuild } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const options = {
  bundle: true,
  format: 'esm' as const,
  target: 'es2023',
  external: ['@tensorflow/*'],
  write: false as const,
} satisfies BuildOptions

it('the package as one file can be bundled down to one rule', async () => {
  const whole = await build({ ...options, entryPoints: [`${root}src/index.ts`] })
  const name = '@tunekit/optimizers'
  const plugin = {
    name,
    setup(builder: PluginBuild) {
      builder.onResolve({ filter: /optimizers$/ }, () => ({ path: name, namespace: 'package' }))
      builder.onLoad({ filter: /./, namespace: 'package' }, () => ({ contents: whole.outputFiles[0].text }))
    },
  }
  const contents = `export { adam, toOptimizer } from '${name}'`
  const { outputFiles } = await build({ ...options, stdin: { contents }, plugins: [plugin] })
  const [{ text }] = outputFiles
  expect(text).toContain('beta1')
  for (const other of ['prodigy', 'muon', 'cosine', 'identity', 'clipByValue'])
    expect(text).not.toContain(other)
})
