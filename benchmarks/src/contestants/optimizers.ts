/** @file Runs steps of every tunekit optimizer and of tfjs's Adam on LeNet-5's parameters, with the simd backend. */
import { enableProdMode, randomUniform, setBackend, tidy, train, version_core } from '@tensorflow/tfjs-core'
import type { Optimizer } from '@tensorflow/tfjs-core'
import { createLeNet5 } from '@tunekit/lenet'
import { createOptimizer } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import type { Slice } from '../harness/protocol.ts'
import { repeatFor } from './repeat-for.ts'
import { serve } from './serve.ts'

const { threads, stock } = JSON.parse(process.argv[2]) as { threads: number; stock: string }
enableProdMode() // suppresses the stock backend's banner
await registerSimdBackend({ threads })
await setBackend('simd')
const variables = Object.values(createLeNet5({ seed: 1 }).variables)
const gradients = variables.map(({ name, shape }, seed) => {
  return { name, tensor: randomUniform(shape, -1, 1, 'float32', seed) }
})
const optimizers = new Map<string, Optimizer>([[stock, train.adam(1e-5)]])

await serve(
  { versions: { 'tfjs-core': version_core } },
  {
    step({ name, seconds }: { name: string; seconds: number }): Slice {
      const optimizer = optimizers.get(name) ?? createOptimizer({ name, learningRate: 1e-5 })
      optimizers.set(name, optimizer)
      return repeatFor(seconds, () => {
        tidy(() => optimizer.applyGradients(gradients))
        variables[0].dataSync() // waits until the step is done
        return 1
      })
    },
  },
)
