import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { lookahead } from './lookahead.ts'

beforeAll(useCpuBackend)

describe('lookahead', () => {
  it('steps back to the slow weights at every k-th update', () => {
    // From 8: fast 7, 5; φ = 8 + ½ (5 − 8) = 6.5. Then fast 2.5, 1.5; φ = 6.5 + ½ (1.5 − 6.5) = 4.
    const rule = chain(sgd({ learningRate: 1 }), lookahead({ steps: 2 }))
    expect(run(rule, [8], [[1], [2], [4], [1]])).toEqual([[7], [6.5], [2.5], [4]])
  })

  it('counts updates of the parameter, and then has slow weights with the bits of the fast weights', async () => {
    const x = vector([0.1, 1 / 3], 'x')
    const other = vector([1], 'other')
    const optimizer = toOptimizer(chain(adam({ learningRate: 0.1 }), lookahead({ steps: 3, stepSize: 0.3 })))
    const slow = async (): Promise<number[]> => {
      const weights = await optimizer.getWeights()
      return [...weights.find(({ name }) => name === 'x/1.slow')!.tensor.dataSync()]
    }
    const start = [...x.dataSync()]
    for (let step = 0; step < 2; step++) applyStep(optimizer, { x: [0.7, -0.3], other: [1] })
    applyStep(optimizer, { other: [1] })
    expect(await slow()).toEqual(start)
    applyStep(optimizer, { x: [0.7, -0.3], other: [1] })
    expect(await slow()).toEqual([...x.dataSync()])
    expect(await slow()).not.toEqual(start)
    optimizer.dispose()
    x.dispose()
    other.dispose()
  })

  it('checks its options', () => {
    expect(() => lookahead({ steps: 1.5 })).toThrow('`steps` must be a positive integer, got 1.5.')
    expect(() => lookahead({ stepSize: 0 })).toThrow('`stepSize` must be a positive number, got 0.')
  })
})
