/** @file Trains with jax-js on its WebAssembly backend, on one thread, since jax-js has no workers in Node. */
import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { defaultDevice, init, numpy as np } from '@jax-js/jax'
import type { Batch, ImageDataset } from '@tunekit/mnist'
import type { Slice } from '../harness/protocol.ts'
import { createState, step } from './jax-js-lenet.ts'
import { loadDigits } from './load-digits.ts'
import { memoryTask, serve } from './serve.ts'

await init()
defaultDevice('wasm')
const { train } = await loadDigits()
let state = createState()
let batches: Iterator<Batch> | undefined

await serve(
  { versions: { 'jax-js': versionOfJaxJs() } },
  {
    async train({ batchSize, seconds }: { batchSize: number; seconds: number }): Promise<Slice> {
      batches ??= shuffledForever(train, batchSize)
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

/** Trains on a batch, and returns its number of images. */
async function trainStep({ images, labels }: Batch): Promise<number> {
  const size = labels.length
  const x = np.array(images.slice(0, size * 784)).reshape([size, 1, 28, 28])
  const y = np.array(Int32Array.from(labels), { dtype: np.int32 })
  const [next, loss] = step(state, x, y)
  state = next
  await loss.data()
  return size
}

function* shuffledForever(data: ImageDataset, batchSize: number): Generator<Batch> {
  for (let epoch = 1; ; epoch++) yield* data.batches({ batchSize, shuffle: { seed: 42, epoch } })
}

function versionOfJaxJs(): string {
  const path = findPackageJSON('@jax-js/jax', import.meta.url) as string
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
