import { kernelCalls } from '../contestants/kernel-calls.ts'
import { nodeCommand } from '../contestants/line-up.ts'
import { markdownTable } from '../harness/markdown-table.ts'
import type { SectionOptions } from './section.ts'
import { formatNumber, formatSpread, spreadOf } from '../harness/spread.ts'
import type { Spread } from '../harness/spread.ts'
import { takeTurns } from '../harness/take-turns.ts'
import type { Outcome } from '../harness/take-turns.ts'

const batchSize = 32
const warmUp = 0.15 // seconds, until V8 has optimized all code

/** Measures the speed of single kernels in GFLOP/s and as a share of the machine's SIMD peak. */
export async function kernels({ plan, onHello, onProgress }: SectionOptions): Promise<string> {
  const { rounds, seconds } = plan.kernels
  const contestant = { name: 'kernels', threads: 1, command: nodeCommand('kernels.ts', { batchSize }) }
  const works = [
    { name: 'SIMD peak', operations: NaN },
    { name: 'SIMD peak with loads', operations: NaN },
    ...kernelCalls(batchSize),
  ]
  const outcomes = await takeTurns(
    works.map(({ name }) => ({
      contestant,
      warmUp: { task: 'work', name, seconds: warmUp },
      request: { task: 'work', name, seconds },
    })),
    { rounds, onHello, onProgress },
  )
  const speeds = outcomes.map(operationsPerSecond)
  const [peak, peakWithLoads] = speeds
  const table = markdownTable(
    ['kernel', '>MFLOP', '>µs per call', '>GFLOP/s', '>spread', '>% of peak', '>% of peak with loads'],
    works.map(({ name, operations }, index) => {
      const speed = speeds[index]
      return [
        name,
        Number.isNaN(operations) ? '–' : formatNumber(operations / 1e6),
        Number.isNaN(operations) ? '–' : formatNumber((1e6 * operations) / speed.median),
        formatNumber(speed.median / 1e9),
        formatSpread(speed, 1e9),
        percentOf(speed, peak),
        percentOf(speed, peakWithLoads),
      ]
    }),
  )
  return `${caption(rounds)}\n\n${table}`
}

function caption(rounds: number): string {
  return (
    `Calls of \`tf.engine().runKernel\`, median of ${rounds} rounds. Peak: multiply and add of 4 numbers at a time, without ` +
    'fused multiply-add, which WebAssembly lacks. With loads: 6 loads for every 8 multiply-adds. The gradients of a ' +
    'pooled convolution exceed the peak because they skip seven of eight products, whose factors are zero and which count here.'
  )
}

function operationsPerSecond(outcome: Outcome): Spread {
  if (outcome instanceof Error) throw outcome
  return spreadOf(outcome.map(({ amount, seconds }) => amount / seconds))
}

function percentOf(speed: Spread, peak: Spread): string {
  return ((100 * speed.median) / peak.median).toFixed(0)
}
