/** @file Trains LeNet-5 on 55,000 digits, and measures its accuracy on the other 5,000 digits and on the test set. */
import { disposeVariables, enableProdMode, setBackend, version_core } from '@tensorflow/tfjs-core'
import { createLeNet5 } from '@tunekit/lenet'
import { createOptimizer, useEvaluationWeights } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { evaluate, fit, TrainingDivergedError } from '@tunekit/trainer'
import { loadDigits } from './load-digits.ts'
import { serve } from './serve.ts'

/** The request of the task `train`. */
export interface TrainRequest {
  readonly rule: RuleConfig
  readonly seed: number
  readonly epochs: number
}

/** The accuracies after the last epoch, in [0, 1]; 0 if training diverged. */
export interface Accuracies {
  readonly validation: number
  readonly test: number
}

const TRAINING_IMAGES = 55_000

enableProdMode() // suppresses the stock backend's banner
await registerSimdBackend({ threads: 1 })
await setBackend('simd')
const { train, test } = await loadDigits()
const data = train.slice(0, TRAINING_IMAGES)
const validation = train.slice(TRAINING_IMAGES, train.size)

await serve({ versions: { 'tfjs-core': version_core } }, { train: trainOnce })

async function trainOnce({ rule, seed, epochs }: TrainRequest): Promise<Accuracies> {
  const model = createLeNet5({ seed })
  const optimizer = createOptimizer(rule)
  try {
    await fit(model, { data, optimizer, batchSize: 32, epochs, seed })
    useEvaluationWeights(optimizer)
    const accuracyOn = async (images: typeof test): Promise<number> =>
      (await evaluate(model, { data: images, batchSize: 128 })).accuracy
    return { validation: await accuracyOn(validation), test: await accuracyOn(test) }
  } catch (error) {
    if (error instanceof TrainingDivergedError) return { validation: 0, test: 0 }
    throw error
  } finally {
    optimizer.dispose()
    disposeVariables()
  }
}
