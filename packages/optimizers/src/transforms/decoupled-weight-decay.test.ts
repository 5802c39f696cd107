import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { adaBelief } from '../rules/ada-belief.ts'
import { decoupledWeightDecay } from './decoupled-weight-decay.ts'

beforeAll(useCpuBackend)

describe('decoupledWeightDecay', () => {
  const rule = adaBelief({ learningRate: 0.5 })

  it('shrinks the parameter by learningRate · weightDecay beside the update', () => {
    expect(run(chain(rule, decoupledWeightDecay(0.25)), [8], [[0], [0]])).toEqual([[7], [6.125]])
    const [[alone]] = run(rule, [1], [[3]])
    const [[decayed]] = run(chain(rule, decoupledWeightDecay(0.25)), [1], [[3]])
    expect(alone - decayed).toBeCloseTo(0.125, 6)
  })

  it('shrinks it by weightDecay alone without scaleByLearningRate', () => {
    const decay = decoupledWeightDecay(0.25, { scaleByLearningRate: false })
    expect(run(chain(rule, decay), [8], [[0]])).toEqual([[6]])
  })

  it('refuses a negative weightDecay', () => {
    expect(() => decoupledWeightDecay(-1)).toThrow(
      new RangeError('`weightDecay` must be finite and at least 0, got -1.'),
    )
  })
})
