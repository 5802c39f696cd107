import { closeSync, openSync, rmSync } from 'node:fs'
import { LockedError, takeLock } from '../src/take-lock.ts'

/**
 * Takes the lock named on the command line once, then dies holding it. Prints `two` if another process holds the lock at the
 * same time: then a witness file next to the lock exists.
 */
const path = process.argv[2]
for (;;) {
  try {
    const lock = takeLock(path, 'Thing')
    const witness = `${path}.witness`
    try {
      closeSync(openSync(witness, 'wx'))
    } catch {
      process.stdout.write('two')
    }
    lock.check()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    rmSync(witness, { force: true })
    process.kill(process.pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof LockedError)) throw error
  }
}
