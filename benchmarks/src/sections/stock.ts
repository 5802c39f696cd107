import { nodeCommand } from '../contestants/line-up.ts'
import { markdownTable } from '../harness/markdown-table.ts'
import type { SectionOptions } from './section.ts'
import { stockCalls } from '../contestants/stock-calls.ts'
import { formatNumber, formatSpread } from '../harness/spread.ts'
import { microsecondsPerUnit, takeTurns } from '../harness/take-turns.ts'

const warmUp = 0.15 // seconds, until V8 has optimized all code

/** Measures kernels that LeNet-5 does not need, on the simd backend and on the stock cpu backend. */
export async function stock({ plan, onHello, onProgress }: SectionOptions): Promise<string> {
  const { rounds, seconds } = plan.stock
  const contestants = (['simd', 'cpu'] as const).map((backend) => {
    return { name: backend, threads: 1, command: nodeCommand('stock.ts', { backend }) }
  })
  const turns = contestants.flatMap((contestant) =>
    stockCalls.map(({ name }) => ({
      contestant,
      warmUp: { task: 'call', name, seconds: warmUp },
      request: { task: 'call', name, seconds },
    })),
  )
  const times = (await takeTurns(turns, { rounds, onHello, onProgress })).map(microsecondsPerUnit)
  const table = markdownTable(
    ['kernel', '>µs', '>spread', '>tfjs cpu, µs', '>spread', '>speed relative to tfjs cpu'],
    stockCalls.map(({ name }, index) => {
      const [simd, cpu] = [times[index], times[index + stockCalls.length]]
      const ratio = formatNumber(cpu.median / simd.median)
      return [
        name,
        formatNumber(simd.median),
        formatSpread(simd),
        formatNumber(cpu.median),
        formatSpread(cpu),
        ratio,
      ]
    }),
  )
  return `Calls of \`tf.engine().runKernel\`, one thread, median of ${rounds} rounds.\n\n${table}`
}
