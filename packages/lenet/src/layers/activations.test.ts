import { describe, expect, it } from '@jest/globals'
import { dispose, grad, tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import '../../test/cpu-backend.ts'
import { activate } from './activations.ts'
import type { Activation } from './activations.ts'
import { maxPool } from './max-pool.ts'

const all: Activation[] = ['relu', 'tanh', 'sigmoid', 'linear']

/** Coarse values, so that windows have ties and relu many zeros. */
function coarseImages(): Tensor {
  const values = Float32Array.from({ length: 2 * 6 * 6 * 3 }, (_, i) => ((i * 7919) % 9) - 5)
  return tensor(values, [2, 6, 6, 3])
}

describe('activate', () => {
  it.each(all)('%s gives the same bits and gradients after max-pooling as before', (activation) => {
    tidy(() => {
      const x = coarseImages()
      const after = (x: Tensor): Tensor => activate(maxPool(x), activation)
      const before = (x: Tensor): Tensor => maxPool(activate(x, activation))
      expect(after(x).dataSync()).toEqual(before(x).dataSync())
      const dy = tensor(
        Float32Array.from({ length: 2 * 3 * 3 * 3 }, (_, i) => 1 + i),
        [2, 3, 3, 3],
      )
      const gradients = [after, before].map((layer) => grad(layer)(x, dy).dataSync())
      // adding 0 makes −0 and 0 the same
      const [first, second] = gradients.map((values) => Array.from(values, (value) => value + 0))
      expect(first).toEqual(second)
    })
  })

  it('linear is its argument', () => {
    const x = coarseImages()
    expect(activate(x, 'linear')).toBe(x)
    dispose(x)
  })
})
