import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { l2 } from './l2.ts'

beforeAll(useCpuBackend)

describe('l2', () => {
  it('adds weightDecay times the parameter to the gradient', () => {
    expect(run(chain(l2(0.5), sgd({ learningRate: 1 })), [2, -4], [[1, 1]])).toEqual([[0, -3]])
  })

  it('is normalized by adam, which moves the parameter by learningRate, no matter how small the decay', () => {
    const [[x]] = run(chain(l2(1e-3), adam({ learningRate: 0.25 })), [1], [[0]])
    expect(x).toBeCloseTo(0.75, 4)
  })

  it('rejects a negative weightDecay', () => {
    expect(() => l2(-1)).toThrow(new RangeError('`weightDecay` must be a non-negative number, got -1.'))
  })
})
