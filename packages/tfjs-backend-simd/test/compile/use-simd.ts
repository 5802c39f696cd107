import { afterEach, beforeAll, beforeEach } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '../../src/index.ts'
import type { SimdBackend } from '../../src/index.ts'
import { registerGradients } from '../register-gradients.ts'

/** Runs the tests of a file on the simd backend with two threads; each test disposes its tensors and variables. */
export function useSimd(): void {
  beforeAll(async () => {
    tf.enableProdMode()
    await registerGradients()
    await registerSimdBackend({ threads: 2 })
    await tf.setBackend('simd')
  })
  beforeEach(() => tf.engine().startScope())
  afterEach(() => {
    tf.engine().endScope()
    tf.disposeVariables()
  })
}

/** The simd backend, which must be active. */
export const simd = (): SimdBackend => tf.backend() as SimdBackend

/** The first value of a tensor. */
export const valueOf = (tensor: tf.Tensor): number => tensor.dataSync()[0]
