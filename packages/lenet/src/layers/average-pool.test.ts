import { describe, it } from '@jest/globals'
import '../../test/cpu-backend.ts'
import { expectGradients } from '../../test/expect-gradients.ts'
import * as float64 from '../../test/float64.ts'
import { averagePool } from './average-pool.ts'

describe('averagePool', () => {
  it('equals its definition and central differences, an odd row and column left out', () => {
    for (const [height, width] of [
      [4, 6],
      [5, 7],
      [2, 3],
    ]) {
      expectGradients([[2, height, width, 3]], averagePool, (x) => float64.pool(x, 'average'))
    }
  })
})
