import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { sgd } from '../rules/sgd.ts'
import { l1 } from './l1.ts'

beforeAll(useCpuBackend)

describe('l1', () => {
  it('adds weightDecay with the sign of the parameter, and nothing if the parameter is 0', () => {
    const rule = chain(l1(0.25), sgd({ learningRate: 1 }))
    expect(run(rule, [2, -1e-3, 0], [[1, 1, 1]])[0][0]).toBe(0.75)
    expect(
      run(
        rule,
        [8, -8, 0],
        [
          [0, 0, 0],
          [1, 1, 1],
        ],
      ),
    ).toEqual([
      [7.75, -7.75, 0],
      [6.5, -8.5, -1],
    ])
  })

  it('rejects a negative weightDecay', () => {
    expect(() => l1(-1)).toThrow(new RangeError('`weightDecay` must be a non-negative number, got -1.'))
  })
})
