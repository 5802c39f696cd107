import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startContestant } from '../harness/contestant.ts'
import type { ColdStart } from '../contestants/cold-start.ts'
import { nodeCommand } from '../contestants/line-up.ts'
import { markdownTable } from '../harness/markdown-table.ts'
import type { SectionOptions } from './section.ts'
import { formatNumber, formatSpread, spreadOf } from '../harness/spread.ts'

const run = promisify(execFile)

/** Measures how fast a new process starts to train, and the size of the package. */
export async function start({ plan, onProgress }: SectionOptions): Promise<string> {
  const threadCounts = [1, 2]
  const starts = threadCounts.map((): ColdStart[] => [])
  for (let round = 1; round <= plan.start.rounds; round++) {
    onProgress(`round ${round} of ${plan.start.rounds}`)
    for (const [index, threads] of threadCounts.entries()) starts[index].push(await coldStart(threads))
  }
  const rows = threadCounts.flatMap((threads, index) => {
    const registered = spreadOf(starts[index].map((start) => start.registered))
    const stepDone = spreadOf(starts[index].map((start) => start.stepDone))
    return [
      [threads, 'backend registered', formatNumber(registered.median), formatSpread(registered)],
      [threads, 'first training step done', formatNumber(stepDone.median), formatSpread(stepDone)],
    ]
  })
  const table = markdownTable(['>threads', 'until', '>ms', '>spread'], rows)
  return (
    `From the call of \`registerSimdBackend()\`, without creating the model; median of ${plan.start.rounds} processes.\n\n${table}\n\n` +
    `The package, packed and gzipped: ${await packedSize()}.`
  )
}

async function coldStart(threads: number): Promise<ColdStart> {
  const contestant = await startContestant({ command: nodeCommand('cold-start.ts', { threads }) })
  try {
    return await contestant.ask<ColdStart>({ task: 'start' })
  } finally {
    await contestant.close()
  }
}

async function packedSize(): Promise<string> {
  const workspace = '@tunekit/tfjs-backend-simd'
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--workspace', workspace])
  const [{ size }] = JSON.parse(stdout) as [{ size: number }]
  return `${(size / 1000).toFixed(1)} kB`
}
