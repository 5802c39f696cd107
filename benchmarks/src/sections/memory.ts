import { startContestant } from '../harness/contestant.ts'
import type { ContestantSpec } from '../harness/contestant.ts'
import { lineUp } from '../contestants/line-up.ts'
import { markdownTable } from '../harness/markdown-table.ts'
import type { SectionOptions } from './section.ts'
import type { Slice } from '../harness/protocol.ts'

/** Measures the peak memory of training. */
export async function memory({ plan, onHello, onProgress }: SectionOptions): Promise<string> {
  const { compiled, pytorch, jaxJs, tfjsCpu } = await lineUp()
  const rows: (string | number)[][] = []
  for (const spec of [...compiled, ...pytorch, jaxJs, tfjsCpu]) {
    onProgress(`${spec.name}, threads: ${spec.threads}`)
    rows.push([spec.name, spec.threads, ...(await measure(spec))])
  }
  const table = markdownTable(['contestant', '>threads', '>peak MB', '>images trained on'], rows)
  return `Resident memory of the whole process. PyTorch keeps the images as float32, the others as bytes.\n\n${table}`

  async function measure(spec: ContestantSpec): Promise<(string | number)[]> {
    const contestant = await startContestant(spec).catch((error: Error) => error)
    if (contestant instanceof Error) return ['–', contestant.message]
    onHello(contestant.hello)
    try {
      const request = { task: 'train', batchSize: 32, seconds: plan.memory.seconds }
      const { amount } = await contestant.ask<Slice>(request)
      const { peakBytes } = await contestant.ask<{ peakBytes: number }>({ task: 'memory' })
      return [(peakBytes / 1e6).toFixed(0), amount]
    } catch (error) {
      return ['–', (error as Error).message]
    } finally {
      await contestant.close()
    }
  }
}
