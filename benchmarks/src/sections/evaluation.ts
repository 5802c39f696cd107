import { lineUp } from '../contestants/line-up.ts'
import { markdownTable } from '../harness/markdown-table.ts'
import type { SectionOptions } from './section.ts'
import { formatNumber, formatSpread, spreadOf } from '../harness/spread.ts'
import { takeTurns } from '../harness/take-turns.ts'

const IMAGES = 70_000
const batchSizes = [128, 512]

/** Measures the time to evaluate loss and accuracy on all of MNIST. */
export async function evaluation({ plan, onHello, onProgress }: SectionOptions): Promise<string> {
  const { rounds, images } = plan.evaluation
  const { eager, compiled, pytorch } = await lineUp()
  const rows = batchSizes.flatMap((batchSize) =>
    [...eager, ...compiled, ...pytorch].map((contestant) => ({ batchSize, contestant })),
  )
  const outcomes = await takeTurns(
    rows.map(({ batchSize, contestant }) => ({
      contestant,
      warmUp: { task: 'evaluate', batchSize, images: 'test' },
      request: { task: 'evaluate', batchSize, images },
    })),
    { rounds, onHello, onProgress },
  )
  const table = markdownTable(
    ['>batch', 'contestant', '>threads', '>seconds', '>spread'],
    rows.map(({ batchSize, contestant: { name, threads } }, index) => {
      const outcome = outcomes[index]
      if (outcome instanceof Error) return [batchSize, name, threads, '–', outcome.message]
      const seconds = spreadOf(outcome.map(({ amount, seconds }) => (IMAGES * seconds) / amount))
      return [batchSize, name, threads, formatNumber(seconds.median), formatSpread(seconds)]
    }),
  )
  const extent = images === 'test' ? ', extrapolated from the 10,000 test images' : ''
  return `Mean loss and accuracy${extent}; median of ${rounds} rounds.\n\n${table}`
}
