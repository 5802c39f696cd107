import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { sgd } from '../rules/sgd.ts'
import { clipByValue } from './clip-by-value.ts'

beforeAll(useCpuBackend)

describe('clipByValue', () => {
  it('clips each element to the limit', () => {
    const rule = chain(clipByValue(0.5), sgd({ learningRate: 1 }))
    expect(run(rule, [0, 0, 0, 0], [[3, -1e30, 0.25, -0.5]])).toEqual([[-0.5, 0.5, -0.25, 0.5]])
  })

  it('follows a schedule of the limit', () => {
    const rule = chain(
      clipByValue((step) => 2 - step),
      sgd({ learningRate: 1 }),
    )
    expect(run(rule, [0], [[9], [9]])).toEqual([[-2], [-3]])
  })

  it('rejects a limit of 0, which would stop training', () => {
    expect(() => clipByValue(0)).toThrow(new RangeError('`limit` must be a positive number, got 0.'))
  })
})
