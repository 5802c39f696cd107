import { afterEach, beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { registerSimdBackend } from '../../src/index.ts'
import { checkCompileLaw } from './law/check-compile-law.ts'
import { registerGradients } from '../register-gradients.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await registerGradients()
})

afterEach(() => tf.removeBackend('simd'))

it.each([1, 3])(
  'compiled functions give the bits of uncompiled ones, whatever happens between calls, on %d threads',
  async (threads) => {
    await registerSimdBackend({ threads, workPerSlice: 1 })
    await tf.setBackend('simd')
    let replays = 0
    for (let seed = 1; seed <= 8; seed++) replays += (await checkCompileLaw(100 * threads + seed)).replays
    expect(replays).toBeGreaterThan(100)
  },
)
