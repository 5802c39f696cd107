import { backend, enableProdMode, matMul, ones, setBackend, tidy } from '@tensorflow/tfjs-core'
import { createLeNet5, parameterBytes } from '@tunekit/lenet'
import { adaBelief, chain, l2, toOptimizer } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import type { SimdBackend, SimdBackendOptions } from '@tunekit/tfjs-backend-simd'
import { fit } from '@tunekit/trainer'
import { syntheticDigits } from './synthetic-digits.ts'

export interface TrainingOptions extends SimdBackendOptions {
  /** Whether steps are replayed. Default true. */
  readonly compile?: boolean
  /** The number of threads to wait for, if workers cannot start. Default: `threads`. */
  readonly awaitedThreads?: number
}

export interface TrainingResult {
  /** The number of threads that computed. */
  readonly threads: number
  /** The sha256 of the bytes of all parameters. */
  readonly sha256: string
  /** Why the last step was not replayed. */
  readonly fallback?: string
  /** The mean loss over the images, before the first epoch and after each. */
  readonly losses: readonly number[]
}

/** Trains a LeNet-5 for 30 steps: two epochs of 14 batches of 32 images and one of 22. Runs in Node and in browsers. */
export async function train({
  compile,
  awaitedThreads,
  ...options
}: TrainingOptions): Promise<TrainingResult> {
  enableProdMode()
  await registerSimdBackend(options)
  await setBackend('simd')
  const threads = await startThreads(awaitedThreads ?? options.threads)
  const model = createLeNet5({ seed: 42 })
  const data = syntheticDigits({ count: 470, seed: 7 })
  const events = await fit(model, {
    data,
    optimizer: toOptimizer(chain(l2(1e-4), adaBelief({ learningRate: 1e-3 }))),
    batchSize: 32,
    epochs: 2,
    seed: 42,
    evaluateOn: { data },
    compile,
  })
  return {
    threads,
    fallback: events.at(-1)?.fallback,
    sha256: await sha256(parameterBytes(model)),
    losses: events.map(({ evaluations }) => evaluations.data.loss),
  }
}

/** Makes the backend start its threads and waits until `wanted` threads run. Without this it starts with one thread. */
async function startThreads(wanted = 1): Promise<number> {
  const simd = backend() as SimdBackend
  tidy(() => matMul(ones([256, 256]), ones([256, 256])))
  while (simd.runningThreads < wanted) await new Promise((resolve) => setTimeout(resolve, 1))
  return simd.runningThreads
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
