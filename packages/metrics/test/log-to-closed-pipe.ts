/** Logs to stderr after its reader has exited, then creates the file named on the command line. Run by console-sink.test.ts. */
import { writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { consoleSink } from '../src/node/console-sink.ts'
import { createProgress } from '../src/node/create-progress.ts'

const [path, kind] = process.argv.slice(2)
await new Promise((resolve) => process.stdin.on('end', resolve).resume()) // until the reader has exited
const progress = kind === 'progress' ? createProgress({ secondsBetweenLines: 0 }) : undefined
const sink = consoleSink({ progress })
progress?.start({ total: 10, label: 'Epoch 1/1' })
for (let step = 0; step < 10; step++) {
  progress?.update(step)
  sink.write({ epoch: step, step, train: { loss: 1 } })
  await delay(5)
}
sink.close()
writeFileSync(path, '')
