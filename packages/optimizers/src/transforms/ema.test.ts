import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { useEvaluationWeights } from '../engine/use-evaluation-weights.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { ema } from './ema.ts'

beforeAll(useCpuBackend)

describe('ema', () => {
  it('averages the weights after the update, from the parameter on', () => {
    const x = vector([8], 'x')
    const optimizer = toOptimizer(chain(sgd({ learningRate: 1 }), ema(0.75)))
    const averages = [4, -8, 2].map((gradient) => {
      applyStep(optimizer, { x: [gradient] })
      const useTrainingWeights = useEvaluationWeights(optimizer)
      const [average] = x.dataSync()
      useTrainingWeights()
      return average
    })
    // θ = 4, 12, 10: ¾ 8 + ¼ 4 = 7, ¾ 7 + ¼ 12 = 8.25, ¾ 8.25 + ¼ 10 = 8.6875
    expect(averages).toEqual([7, 8.25, 8.6875])
    optimizer.dispose()
    x.dispose()
  })

  it('keeps the average of a parameter that does not move, to the bit', () => {
    const x = vector([0.1, 1 / 3], 'x')
    const optimizer = toOptimizer(chain(sgd(), ema(0.9)))
    for (let step = 0; step < 5; step++) applyStep(optimizer, { x: [0, 0] })
    useEvaluationWeights(optimizer)()
    const useTrainingWeights = useEvaluationWeights(optimizer)
    expect([...x.dataSync()]).toEqual([0.1, 1 / 3].map(Math.fround))
    useTrainingWeights()
    optimizer.dispose()
    x.dispose()
  })

  it('does not change training', () => {
    const gradients = [[0.3], [-0.1], [2]]
    expect(run(chain(adam(), ema(0.9)), [1], gradients)).toEqual(run(adam(), [1], gradients))
  })

  it('rejects a decay of 1', () => {
    expect(() => ema(1)).toThrow(new RangeError('`decay` must be in [0, 1), got 1.'))
  })
})
