import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { decoupledWeightDecay } from './decoupled-weight-decay.ts'
import { scaleLearningRate } from './scale-learning-rate.ts'

beforeAll(useCpuBackend)

describe('scaleLearningRate', () => {
  it('scales the step and the decay of the variables that `where` selects', () => {
    const [conv, dense] = [vector([8], 'conv'), vector([8], 'dense')]
    const rule = chain(
      scaleLearningRate(0.25, { where: 'conv' }),
      sgd({ learningRate: 0.5 }),
      decoupledWeightDecay(0.5),
    )
    const optimizer = toOptimizer(rule)
    applyStep(optimizer, { conv: [8], dense: [8] })
    // α g + α λ θ = 4 + 2 for dense, a quarter of that for conv
    expect([conv.dataSync()[0], dense.dataSync()[0]]).toEqual([6.5, 2])
    optimizer.dispose()
    dispose([conv, dense])
  })

  it('multiplies with others before it, and follows a schedule', () => {
    const rule = chain(
      scaleLearningRate((step) => step),
      scaleLearningRate(0.5),
      sgd({ learningRate: 1 }),
    )
    expect(run(rule, [0], [[1], [1], [1]])).toEqual([[0], [-0.5], [-1.5]])
  })

  it('rejects a negative factor', () => {
    expect(() => scaleLearningRate(-1)).toThrow('`factor` must be a non-negative number, got -1.')
  })
})
