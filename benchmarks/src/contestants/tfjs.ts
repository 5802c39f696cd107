/** @file Trains and evaluates with tunekit, on the simd backend or the stock cpu backend of tfjs. */
import { enableProdMode, setBackend, version_core } from '@tensorflow/tfjs-core'
import { createLeNet5 } from '@tunekit/lenet'
import { createRule, toOptimizer } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { evaluate } from '@tunekit/trainer'
import type { Slice } from '../harness/protocol.ts'
import { loadDigits } from './load-digits.ts'
import { recipe } from './recipe.ts'
import { memoryTask, serve } from './serve.ts'
import { trainInSlices } from './train-in-slices.ts'

const { backend, threads, compile } = JSON.parse(process.argv[2]) as {
  backend: 'simd' | 'cpu'
  threads: number
  compile: boolean
}
enableProdMode() // suppresses the stock backend's banner
if (backend === 'simd') await registerSimdBackend({ threads })
else await import('@tensorflow/tfjs-backend-cpu')
await setBackend(backend)
const { train, test } = await loadDigits()
const trainings = new Map<number, (seconds: number) => Promise<Slice>>()
const evaluated = createLeNet5({ seed: recipe.seed })

await serve(
  { versions: { 'tfjs-core': version_core } },
  {
    train({ batchSize, seconds }: { batchSize: number; seconds: number }) {
      const training = trainings.get(batchSize) ?? createTraining(batchSize)
      trainings.set(batchSize, training)
      return training(seconds)
    },
    async evaluate({ batchSize, images }: { batchSize: number; images: 'all' | 'test' }) {
      const sources = images === 'all' ? [train, test] : [test]
      const start = performance.now()
      for (const data of sources) await evaluate(evaluated, { data, batchSize, compile })
      const seconds = (performance.now() - start) / 1000
      return { amount: sources.reduce((sum, { size }) => sum + size, 0), seconds }
    },
    memory: memoryTask,
  },
)

function createTraining(batchSize: number): (seconds: number) => Promise<Slice> {
  const { seed, optimizer } = recipe
  return trainInSlices(createLeNet5({ seed }), {
    data: train,
    optimizer: toOptimizer(createRule(optimizer)),
    batchSize,
    seed,
    compile,
  })
}
