import { formatNumber, formatSpread } from '../format.ts'
import { nodeCommand } from '../line-up.ts'
import { markdownTable } from '../markdown-table.ts'
import type { SectionOptions } from '../section.ts'
import { stockCalls } from '../stock-calls.ts'
import { summarize } from '../summarize.ts'
import type { Summary } from '../summarize.ts'
import { takeTurns } from '../take-turns.ts'
import type { Outcome } from '../take-turns.ts'

const warmUp = 0.15 // seconds, until V8 has compiled everything for good

/** How long kernels that LeNet-5 does not need take, on our backend and on the stock one. */
export async function stock({ plan, onHello, say }: SectionOptions): Promise<string> {
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
  const times = (await takeTurns(turns, { rounds, onHello, say })).map(microsecondsPerCall)
  const table = markdownTable(
    ['what', '>µs', '>spread', '>tfjs cpu, µs', '>spread', '>tfjs cpu ÷'],
    stockCalls.map(({ name }, index) => {
      const [own, stock] = [times[index], times[index + stockCalls.length]]
      const ratio = formatNumber(stock.median / own.median)
      return [
        name,
        formatNumber(own.median),
        formatSpread(own),
        formatNumber(stock.median),
        formatSpread(stock),
        ratio,
      ]
    }),
  )
  return `Calls of \`tf.engine().runKernel\`, one thread, median of ${rounds} rounds.\n\n${table}`
}

function microsecondsPerCall(outcome: Outcome): Summary {
  if (outcome instanceof Error) throw outcome
  return summarize(outcome.map(({ amount, seconds }) => (1e6 * seconds) / amount))
}
