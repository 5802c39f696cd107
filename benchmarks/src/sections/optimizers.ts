import { optimizerNames } from '@tunekit/optimizers'
import { bundleSize } from '../bundle-size.ts'
import { formatNumber, formatSpread } from '../format.ts'
import { nodeCommand } from '../line-up.ts'
import { markdownTable } from '../markdown-table.ts'
import type { SectionOptions } from '../section.ts'
import { summarize } from '../summarize.ts'
import type { Summary } from '../summarize.ts'
import { takeTurns } from '../take-turns.ts'
import type { Outcome } from '../take-turns.ts'

const stock = 'tf.train.adam'
const warmUp = 0.15 // seconds, until V8 has compiled everything for good

/** How long a step of each optimizer takes. */
export async function optimizers({ plan, onHello, say }: SectionOptions): Promise<string> {
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
    { rounds, onHello, say },
  )
  const times = outcomes.map(microsecondsPerStep)
  const table = markdownTable(
    ['optimizer', '>µs a step', '>spread', `>${stock} ÷`],
    names.map((name, index) => {
      const ratio = times[0].median / times[index].median
      return [name, formatNumber(times[index].median), formatSpread(times[index]), formatNumber(ratio)]
    }),
  )
  return `Given gradients, one thread, median of ${rounds} rounds. ${await sizes()}\n\n${table}`
}

async function sizes(): Promise<string> {
  const kilobytes = async (source: string): Promise<string> => ((await bundleSize(source)) / 1000).toFixed(1)
  const one = await kilobytes(`export { adam, toOptimizer } from '@tunekit/optimizers'`)
  const all = await kilobytes(`export * from '@tunekit/optimizers'`)
  return `Bundled and minified without TensorFlow.js, gzipped: \`adam\` with \`toOptimizer\` ${one} kB, the whole package ${all} kB.`
}

function microsecondsPerStep(outcome: Outcome): Summary {
  if (outcome instanceof Error) throw outcome
  return summarize(outcome.map(({ amount, seconds }) => (1e6 * seconds) / amount))
}
