/**
 * Fuzzes every native kernel against the stock kernel for some minutes.
 *
 *     npm run fuzz -w @tunekit/tfjs-backend-simd -- --minutes 10 --seed 1 --kernel Slice
 */
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { registerSimdBackend } from '../../src/index.ts'
import { createGuardedMachine } from './guarded-machine.ts'
import { kernelProperties } from './kernel-checks.ts'

/** Calls of each kernel in a round. */
const RUNS = 100

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    kernel: { type: 'string', multiple: true, default: Object.keys(kernelProperties) },
  },
})

tf.enableProdMode()
await registerSimdBackend({ threads: 1 })
const end = Date.now() + Number(values.minutes) * 60_000
const failures = new Map<string, string>()
let calls = 0
let round = 0
for (; Date.now() < end; round++) {
  const machines = [await createGuardedMachine(1), await createGuardedMachine(3)]
  for (const kernelName of values.kernel) {
    if (failures.has(kernelName)) continue
    const seed = Number(values.seed) + 1000 * round
    const details = fc.check(kernelProperties[kernelName](machines) as fc.IProperty<unknown>, {
      seed,
      numRuns: RUNS,
    })
    calls += details.numRuns
    if (details.failed) {
      const { errorInstance, counterexample } = details
      failures.set(kernelName, String((errorInstance as Error).message ?? errorInstance))
      console.log(
        `${kernelName}, seed ${seed}: ${failures.get(kernelName)}\n    ${fc.stringify(counterexample)}\n`,
      )
    }
    await new Promise((resolve) => setImmediate(resolve)) // lets workers start
  }
  for (const machine of machines) machine.stop()
  console.error(`round ${round + 1}: ${calls} calls`)
}
console.log(
  `${calls} calls of ${values.kernel.length} kernels in ${round} rounds, ${failures.size} kernels differ.`,
)
process.exitCode = failures.size === 0 ? 0 : 1
