import { beforeAll, expect, it } from '@jest/globals'
import '@tensorflow/tfjs-backend-cpu'
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import { createLeNet5, parameterBytes } from '@tunekit/lenet'
import { adam, reduceOnPlateau, toOptimizer, warmup } from '@tunekit/optimizers'
import { checkpointMemory, fit } from '@tunekit/trainer'
import type { BatchSource, CheckpointStore } from '@tunekit/trainer'

const image = Float32Array.from({ length: 784 }, (_, i) => (i % 7) / 7)
const data: BatchSource = {
  size: 1,
  batches: () => [{ images: image, labels: Uint8Array.of(0), shape: [1, 28, 28, 1] }],
}

beforeAll(async () => {
  enableProdMode()
  await setBackend('cpu')
})

it('a run that lowers its learning rate on a plateau ends with the same weights after it was resumed', async () => {
  const whole = await train({ epochs: 6 })
  const store = checkpointMemory()
  await train({ epochs: 3, store })
  expect(await train({ epochs: 6, store })).toEqual(whole)
  expect(await train({ epochs: 6, reports: false })).not.toEqual(whole)
})

/** The weights after some epochs, each followed by a report of a metric that does not get better. */
async function train(options: {
  epochs: number
  store?: CheckpointStore
  reports?: boolean
}): Promise<Uint8Array> {
  const { epochs, store, reports = true } = options
  const model = createLeNet5({ seed: 1 })
  const plateau = reduceOnPlateau({ from: 0.01, factor: 0.5, patience: 0 })
  const optimizer = toOptimizer(adam({ learningRate: warmup(plateau, { steps: 2 }) }))
  await fit(model, {
    data,
    optimizer,
    batchSize: 1,
    epochs,
    seed: 1,
    checkpoint: store && { store },
    resume: await store?.read(),
    onEpoch({ epoch }) {
      if (reports && epoch > 0) for (const each of optimizer.plateaus) each.report(1)
    },
  })
  const weights = parameterBytes(model)
  optimizer.dispose()
  model.dispose()
  return weights
}
