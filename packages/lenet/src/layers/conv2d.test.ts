import { describe, it } from '@jest/globals'
import '../../test/cpu-backend.ts'
import { expectGradients } from '../../test/expect-gradients.ts'
import * as float64 from '../../test/float64.ts'
import type { Activation } from './activations.ts'
import { conv2d } from './conv2d.ts'

describe('conv2d', () => {
  it.each<[Activation, 'valid' | 'same']>([
    ['relu', 'valid'],
    ['relu', 'same'],
    ['tanh', 'valid'],
    ['tanh', 'same'],
    ['sigmoid', 'valid'],
    ['sigmoid', 'same'],
    ['linear', 'valid'],
    ['linear', 'same'],
  ])('equals its definition and central differences with %s, %s', (activation, padding) => {
    const options = { activation, padding }
    for (const kernel of [1, 2, 3]) {
      expectGradients(
        [[2, 4, 5, 2], [kernel, kernel, 2, 3], [3]],
        (x, filter, bias) => conv2d(x, filter, bias, options),
        (x, filter, bias) => float64.conv2d(x, filter, bias, options),
      )
    }
  })
})
