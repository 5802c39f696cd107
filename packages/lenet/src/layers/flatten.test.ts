import { describe, it } from '@jest/globals'
import '../../test/cpu-backend.ts'
import { expectGradients } from '../../test/expect-gradients.ts'
import * as float64 from '../../test/float64.ts'
import { flatten } from './flatten.ts'

describe('flatten', () => {
  it('keeps the order of the elements, and of their gradients', () => {
    expectGradients([[2, 3, 4, 5]], flatten, float64.flatten)
  })
})
