/**
 * @file Starts attempts with the behaviors that its arguments name, each in a folder within the first argument, and prints
 * the process id that each of their reports contains. It runs until it is killed. Tests of dead coordinators run it.
 */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { processExecutor } from '../src/node/process-executor.ts'

const [folder, ...behaviors] = process.argv.slice(2)
const executor = processExecutor({ module: new URL('./conformance-objective.ts', import.meta.url) })
for (const does of behaviors) {
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
