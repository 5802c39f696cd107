/**
 * Starts attempts that do what its arguments say, in folders of their own in the first, prints the process that each
 * of their reports names, and lives until killed. Run by the tests of what a dead coordinator leaves behind.
 */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { processExecutor } from '../src/node/process-executor.ts'

const [folder, ...doings] = process.argv.slice(2)
const executor = processExecutor({ module: new URL('./conformance-objective.ts', import.meta.url) })
for (const does of doings) {
  const attempt = { trial: 0, attempt: 1, lease: does, configuration: { does }, seed: 0 }
  executor.start(
    { ...attempt, folder: join(folder, does) },
    {
      onReport(_lease, _step, pid) {
        writeSync(1, `${pid}\n`)
        return 'continue'
      },
    },
  )
}
