/** @file Measures the time until the backend is registered, and until the first training step is done. */
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import { createLeNet5 } from '@tunekit/lenet'
import { createRule, toOptimizer } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { fit } from '@tunekit/trainer'
import { loadDigits } from './load-digits.ts'
import { recipe } from './recipe.ts'
import { serve } from './serve.ts'

/** Times in milliseconds since the call of `registerSimdBackend()`. */
export interface ColdStart {
  readonly registered: number
  /** The time until the first training step is done, without creating the model. */
  readonly stepDone: number
}

const { threads } = JSON.parse(process.argv[2]) as { threads: number }
const { train } = await loadDigits()

await serve({ versions: {} }, { start })

async function start(): Promise<ColdStart> {
  const { seed, batchSize, optimizer } = recipe
  enableProdMode()
  const registered = await time(async () => {
    await registerSimdBackend({ threads })
    await setBackend('simd')
  })
  const model = createLeNet5({ seed })
  const step = await time(() =>
    fit(model, {
      data: train.slice(0, batchSize),
      optimizer: toOptimizer(createRule(optimizer)),
      batchSize,
      epochs: 1,
      seed,
      compile: true,
    }),
  )
  return { registered, stepDone: registered + step }
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}
