import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { useEvaluationWeights } from '../engine/use-evaluation-weights.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { swa } from './swa.ts'
import type { SwaOptions } from './swa.ts'

beforeAll(useCpuBackend)

/** Evaluation weights after each update of a parameter that every update lowers by 10. */
function averages(options: SwaOptions, updates: number): number[] {
  const x = vector([0], 'x')
  const optimizer = toOptimizer(chain(sgd({ learningRate: 1 }), swa(options)))
  const values = Array.from({ length: updates }, () => {
    applyStep(optimizer, { x: [-10] })
    const useTrainingWeights = useEvaluationWeights(optimizer)
    const [value] = x.dataSync()
    useTrainingWeights()
    return value
  })
  optimizer.dispose()
  x.dispose()
  return values
}

describe('swa', () => {
  it('returns the parameter before start, and from then on the mean of all weights', () => {
    expect(averages({ start: 3 }, 6)).toEqual([10, 20, 30, 35, 40, 45])
  })

  it('averages the weights of every n-th update', () => {
    expect(averages({ start: 2, every: 3 }, 9)).toEqual([10, 20, 20, 20, 35, 35, 35, 50, 50])
  })

  it('does not change training', () => {
    const gradients = [[0.3], [-0.1], [2]]
    expect(run(chain(adam(), swa({ start: 2 })), [1], gradients)).toEqual(run(adam(), [1], gradients))
  })

  it('checks its options', () => {
    expect(() => swa({} as SwaOptions)).toThrow('`start` must be a positive integer, got undefined.')
    expect(() => swa({ start: 1, every: 0 })).toThrow('`every` must be a positive integer, got 0.')
  })
})
