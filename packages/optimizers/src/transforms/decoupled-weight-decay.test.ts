import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { adaBelief } from '../rules/ada-belief.ts'
import { adan } from '../rules/adan.ts'
import { lion } from '../rules/lion.ts'
import { decoupledWeightDecay } from './decoupled-weight-decay.ts'

beforeAll(useCpuBackend)

describe('decoupledWeightDecay', () => {
  const rule = adaBelief({ learningRate: 0.5 })

  it('shrinks the parameter by learningRate · weightDecay in addition to the update', () => {
    expect(run(chain(rule, decoupledWeightDecay(0.25)), [8], [[0], [0]])).toEqual([[7], [6.125]])
    const [[alone]] = run(rule, [1], [[3]])
    const [[decayed]] = run(chain(rule, decoupledWeightDecay(0.25)), [1], [[3]])
    expect(alone - decayed).toBeCloseTo(0.125, 6)
  })

  it('shrinks a parameter by weightDecay alone without scaleByLearningRate', () => {
    const decay = decoupledWeightDecay(0.25, { scaleByLearningRate: false })
    expect(run(chain(rule, decay), [8], [[0]])).toEqual([[6]])
  })

  it('rejects a negative weightDecay', () => {
    expect(() => decoupledWeightDecay(-1)).toThrow(
      new RangeError('`weightDecay` must be a non-negative number, got -1.'),
    )
  })
})

describe('decoupled weight decay of a rule', () => {
  it.each([adaBelief, adan, lion])('lets %p shrink a parameter where the gradient is 0', (rule) => {
    const options = { learningRate: 0.5, weightDecay: 0.25 }
    expect(run(rule(options), [1, -8], [[0, 0]])).toEqual([[0.875, -7]])
    expect(run(rule({ ...options, scaleByLearningRate: false }), [1, -8], [[0, 0]])).toEqual([[0.75, -6]])
  })

  it('checks its options', () => {
    expect(() => lion({ weightDecay: -1 })).toThrow(
      new RangeError('`weightDecay` must be a non-negative number, got -1.'),
    )
    expect(() => adan({ scaleByLearningRate: 1 as never })).toThrow(
      new RangeError('`scaleByLearningRate` must be true or false, got 1.'),
    )
  })
})
