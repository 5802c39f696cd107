import {
  add,
  customGrad,
  matMul,
  reshape,
  sum,
  tensor,
  train,
  variable,
  type GradSaveFunc,
  type Tensor2D,
  type Tensor4D,
  type Variable,
} from '@tensorflow/tfjs-core'
import { randomStream } from '@tunekit/random-stream'
import type { Batch, BatchSource } from '../src/batches/batch-source.ts'
import type { FitOptions } from '../src/fit-options.ts'
import type { Model } from '../src/model/model.ts'

export const classes = 3
const shape = [2, 2, 1] as const
const features = 4

/** Softmax regression on 2×2 images. In TensorFlow.js, the names of its variables start with `prefix`. */
export function createToyModel({ prefix = '' }: { prefix?: string } = {}): Model & { dispose(): void } {
  const random = randomStream('toy weight', 1).uniform
  const weight = variable(
    tensor(
      Float32Array.from({ length: features * classes }, () => random() - 0.5),
      [features, classes],
    ),
    true,
    `${prefix}weight`,
  )
  const bias = variable(tensor(new Float32Array(classes), [classes]), true, `${prefix}bias`)
  return {
    variables: { weight, bias },
    apply: (images: Tensor4D) => linear(reshape(images, [images.shape[0], features]), weight, bias),
    dispose() {
      weight.dispose()
      bias.dispose()
    },
  }
}

/** xW + b with its own gradient, since plain Node registers none. */
const linear = customGrad<Tensor2D>((...inputs) => {
  const [x, w, b, save] = inputs as [Tensor2D, Tensor2D, Tensor2D, GradSaveFunc]
  save([x, w])
  return {
    value: add(matMul(x, w), b),
    gradFunc: (dy, [x, w]) => [
      matMul(dy, w as Tensor2D, false, true),
      matMul(x as Tensor2D, dy, true),
      sum(dy, 0),
    ],
  }
}) as (x: Tensor2D, w: Variable, b: Variable) => Tensor2D

/** Noisy images in which the brightest corner determines the class. Batches share one buffer, as in a real dataset. */
export function createToyData({ size, seed = 1 }: { size: number; seed?: number }): BatchSource {
  const random = randomStream('data', seed).uniform
  const labels = Uint8Array.from({ length: size }, () => Math.floor(random() * classes))
  const pixels = Float32Array.from({ length: size * features }, (_, i) => {
    const isBright = i % features === labels[Math.floor(i / features)]
    return 0.4 * random() + (isBright ? 0.6 : 0)
  })
  return {
    size,
    *batches({ batchSize, shuffle }): Iterable<Batch> {
      const order = shuffle
        ? randomStream('shuffle', shuffle.seed, shuffle.epoch).permutation(size)
        : Uint32Array.from({ length: size }, (_, i) => i)
      const buffer = new Float32Array(batchSize * features)
      for (let start = 0; start < size; start += batchSize) {
        const chosen = order.slice(start, start + batchSize)
        chosen.forEach((from, to) =>
          buffer.set(pixels.subarray(from * features, (from + 1) * features), to * features),
        )
        yield {
          images: buffer.subarray(0, chosen.length * features),
          labels: Uint8Array.from(chosen, (i) => labels[i]),
          shape: [chosen.length, ...shape],
        }
      }
      buffer.fill(NaN) // code that still reads the last batch sees NaN
    },
  }
}

export const toyTrain: BatchSource = createToyData({ size: 50 })
export const toyTest: BatchSource = createToyData({ size: 30, seed: 2 })

/** Returns options for two epochs of seven steps, with `changes`. */
export function toyOptions<Name extends string = never>(
  changes: Partial<FitOptions<Name>> = {},
): FitOptions<Name> {
  return { data: toyTrain, optimizer: train.sgd(0.5), batchSize: 8, epochs: 2, seed: 3, ...changes }
}

/** Returns a model's weights in one array. */
export function weightsOf(model: Model): number[] {
  return Object.values(model.variables).flatMap((variable) => [...variable.dataSync()])
}
