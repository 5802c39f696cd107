/** @file jax-js on its WebAssembly backend. In Node it has no workers, hence one thread. */
import { defaultDevice, init, numpy as np } from '@jax-js/jax'
import type { Batch, ImageDataset } from '@tunekit/mnist'
import type { Slice } from '../slice.ts'
import { createState, step } from './jax-js-lenet.ts'
import { loadDigits } from './load-digits.ts'
import { packageVersion } from './package-version.ts'
import { memoryTask, serve } from './serve.ts'

await init()
defaultDevice('wasm')
const { train } = await loadDigits()
let state = createState()
let batches: Iterator<Batch> | undefined

await serve(
  { versions: { 'jax-js': packageVersion('@jax-js/jax') } },
  {
    async train({ batchSize, seconds }: { batchSize: number; seconds: number }): Promise<Slice> {
      batches ??= shuffledForEver(train, batchSize)
      const start = performance.now()
      let amount = 0
      let elapsed: number
      do {
        amount += await trainStep(batches.next().value as Batch)
        elapsed = (performance.now() - start) / 1000
      } while (elapsed < seconds)
      return { amount, seconds: elapsed }
    },
    memory: memoryTask,
  },
)

/** @returns The number of images in the batch */
async function trainStep({ images, labels }: Batch): Promise<number> {
  const size = labels.length
  const x = np.array(images.slice(0, size * 784)).reshape([size, 1, 28, 28])
  const y = np.array(Int32Array.from(labels), { dtype: np.int32 })
  const [next, loss] = step(state, x, y)
  state = next
  await loss.data()
  return size
}

function* shuffledForEver(data: ImageDataset, batchSize: number): Generator<Batch> {
  for (let epoch = 1; ; epoch++) yield* data.batches({ batchSize, shuffle: { seed: 42, epoch } })
}
