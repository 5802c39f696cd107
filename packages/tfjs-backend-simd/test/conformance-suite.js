/**
 * Runs tfjs-core's own specs on the simd backend with the options that the program gets as JSON; prints one line of JSON.
 * conformance.test.ts bundles this program, since Node cannot load the ES modules of the specs.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops'
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import { add, findBackend, getBackend, ones, setBackend, tidy } from '@tensorflow/tfjs-core'
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util'
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js'
import { registerSimdBackend } from '../src/index.ts'

const jasmine = jasmineRequire.core(jasmineRequire)
const env = jasmine.getEnv()
Object.assign(globalThis, jasmineRequire.interface(jasmine, env), { jasmine })
const failures = []
let specs = 0

const options = JSON.parse(process.argv[2])

await registerSimdBackend(options)
await setBackend('simd')
setTestEnvs([{ name: 'simd', backendName: 'simd', isDataSync: true }])
await import('@tensorflow/tfjs-core/dist/tests')

let threads = 0
env.beforeEach(async () => {
  if (getBackend() !== 'simd') return
  // After a spec that resets the engine, the workers of the new backend have not started.
  const simd = findBackend('simd')
  tidy(() => {
    add(ones([1024]), 1)
  })
  while (simd.runningThreads < options.threads)
    await new Promise((resolve) => globalThis.setTimeout(resolve, 1))
  threads = simd.runningThreads
})

env.configure({ random: false })
env.addReporter({
  specDone({ status, fullName, failedExpectations }) {
    if (status === 'passed' || status === 'failed') specs++
    if (status === 'failed') failures.push(`${fullName}: ${failedExpectations[0]?.message}`)
  },
})
await env.execute()
process.stdout.write(`\n${JSON.stringify({ specs, failures, threads })}\n`)
