/** @file What a program waits for that has just started: the backend, then the first training step. */
import { loadDigits } from './load-digits.ts'
import { recipe } from './recipe.ts'
import { serve } from './serve.ts'

/** Milliseconds since before the backend was imported. */
export interface ColdStart {
  readonly registered: number
  readonly stepDone: number
}

const { threads } = JSON.parse(process.argv[2]) as { threads: number }
const { train } = await loadDigits()

await serve({ versions: {} }, { start })

async function start(): Promise<ColdStart> {
  const begin = performance.now()
  const { registerSimdBackend } = await import('@tunekit/tfjs-backend-simd')
  await registerSimdBackend({ threads })
  const registered = performance.now() - begin

  const { enableProdMode, setBackend } = await import('@tensorflow/tfjs-core')
  const { createLeNet5 } = await import('@tunekit/lenet')
  const { createRule, toOptimizer } = await import('@tunekit/optimizers')
  const { fit } = await import('@tunekit/trainer')
  enableProdMode()
  await setBackend('simd')
  const { seed, batchSize, optimizer } = recipe
  await fit(createLeNet5({ seed }), {
    data: train.slice(0, batchSize),
    optimizer: toOptimizer(createRule(optimizer)),
    batchSize,
    epochs: 1,
    seed,
    compile: true,
  })
  return { registered, stepDone: performance.now() - begin }
}
