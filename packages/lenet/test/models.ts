import { randomUniform } from '@tensorflow/tfjs-core'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import type { LeNet5, LeNet5Options } from '../src/index.ts'

/** Generates options of small models in which all layers fit. */
export function arbitraryOptions(): fc.Arbitrary<LeNet5Options> {
  const count = fc.integer({ min: 1, max: 5 })
  const extra = fc.integer({ min: 0, max: 3 })
  return fc
    .record({
      kernelSize: fc.integer({ min: 1, max: 3 }),
      padding: fc.constantFrom('valid', 'same'),
      extra: fc.tuple(extra, extra),
      channels: count,
      classes: count,
      filters: fc.tuple(count, count),
      units: fc.tuple(count, count),
      activation: fc.constantFrom('relu', 'tanh', 'sigmoid', 'linear'),
      pooling: fc.constantFrom('max', 'average'),
      seed: fc.maxSafeInteger(),
    })
    .map(({ extra, channels, ...options }) => {
      const smallest = options.padding === 'same' ? 4 : 3 * options.kernelSize + 1
      return { ...options, inputShape: [smallest + extra[0], smallest + extra[1], channels] }
    })
}

/** Returns images in [0, 1], the same at every call. */
export function randomImages(model: LeNet5, size: number): Tensor4D {
  const [height, width, channels] = model.config.inputShape
  return randomUniform([size, height, width, channels], 0, 1, 'float32', 1)
}
