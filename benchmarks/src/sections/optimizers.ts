import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { optimizerNames } from '@tunekit/optimizers'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { nodeCommand } from '../contestants/line-up.ts'
import { markdownTable } from '../harness/markdown-table.ts'
import type { SectionOptions } from './section.ts'
import { formatNumber, formatSpread } from '../harness/spread.ts'
import { microsecondsPerUnit, takeTurns } from '../harness/take-turns.ts'

const stock = 'tf.train.adam'
const warmUp = 0.15 // seconds, until V8 has optimized all code

/** Measures the time of a step of each optimizer, and the sizes of bundles of the package. */
export async function optimizers({ plan, onHello, onProgress }: SectionOptions): Promise<string> {
  const { rounds, seconds } = plan.optimizers
  const command = nodeCommand('optimizers.ts', { threads: 1, stock })
  const contestant = { name: 'optimizers', threads: 1, command }
  const names = [stock, ...optimizerNames]
  const outcomes = await takeTurns(
    names.map((name) => ({
      contestant,
      warmUp: { task: 'step', name, seconds: warmUp },
      request: { task: 'step', name, seconds },
    })),
    { rounds, onHello, onProgress },
  )
  const times = outcomes.map(microsecondsPerUnit)
  const table = markdownTable(
    ['optimizer', '>µs per step', '>spread', `>speed relative to ${stock}`],
    names.map((name, index) => {
      const ratio = times[0].median / times[index].median
      return [name, formatNumber(times[index].median), formatSpread(times[index]), formatNumber(ratio)]
    }),
  )
  return `The gradients are given; one thread; median of ${rounds} rounds. ${await sizes()}\n\n${table}`
}

async function sizes(): Promise<string> {
  const kilobytes = async (source: string): Promise<string> => ((await bundleSize(source)) / 1000).toFixed(1)
  const one = await kilobytes(`export { adam, toOptimizer } from '@tunekit/optimizers'`)
  const all = await kilobytes(`export * from '@tunekit/optimizers'`)
  return `Bundled and minified without TensorFlow.js, gzipped: \`adam\` with \`toOptimizer\` ${one} kB, the whole package ${all} kB.`
}

/** Returns the bytes of a module, bundled and minified without TensorFlow.js, and gzipped. */
async function bundleSize(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
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
