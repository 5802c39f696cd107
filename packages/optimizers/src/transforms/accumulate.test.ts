import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { accumulate } from './accumulate.ts'
import { skipNonFinite } from './skip-non-finite.ts'

beforeAll(useCpuBackend)

describe('accumulate', () => {
  it('of four batches is one step of adam with their mean, to the bit', () => {
    const batches = [
      [1, -8],
      [2, 4],
      [4, 2],
      [1, -2],
      [-8, 1],
      [4, 4],
      [2, 1],
      [-2, 0],
    ]
    const path = run(chain(accumulate(4), adam()), [1, 2], batches)
    const [first, second] = run(
      adam(),
      [1, 2],
      [
        [2, -1],
        [-1, 1.5],
      ],
    )
    expect(path).toEqual([...Array(3).fill([1, 2]), ...Array(4).fill(first), second])
  })

  it('of one step changes nothing', () => {
    const gradients = [[0.1], [-0.3]]
    expect(run(chain(accumulate(1), adam()), [1], gradients)).toEqual(run(adam(), [1], gradients))
  })

  it('keeps the count within four steps', async () => {
    const x = vector([0], 'x')
    const first = toOptimizer(chain(accumulate(4), sgd({ learningRate: 1 })))
    for (const g of [1, 2, 3]) applyStep(first, { x: [g] })
    const weights = await first.getWeights()
    const read = Object.fromEntries(weights.map(({ name, tensor }) => [name, [...tensor.dataSync()]]))
    expect(read).toEqual({ iter: [3], 'x/iter': [0], 'x/0.sum': [6], '/0.count': [3] })
    const second = toOptimizer(chain(accumulate(4), sgd({ learningRate: 1 })))
    await second.setWeights(weights)
    applyStep(second, { x: [6] })
    expect([...x.dataSync()]).toEqual([-3])
    first.dispose()
    second.dispose()
    x.dispose()
  })

  it('counts a missing gradient as 0, and starts every sum from 0', () => {
    const [a, b] = [vector([0], 'a'), vector([0], 'b')]
    const optimizer = toOptimizer(chain(accumulate(2), sgd({ learningRate: 1 })))
    for (const step of [{ a: [2] }, { a: [4], b: [4] }, { a: [1], b: [1] }, { a: [1], b: [1] }]) {
      applyStep(optimizer, step as Record<string, number[]>)
    }
    expect([a.dataSync()[0], b.dataSync()[0]]).toEqual([-4, -3])
    optimizer.dispose()
    a.dispose()
    b.dispose()
  })

  it('does not carry an infinite sum over', () => {
    const rule = chain(accumulate(2), skipNonFinite(), sgd({ learningRate: 1 }))
    expect(run(rule, [8], [[Infinity], [1], [1], [3]])).toEqual([[8], [8], [8], [6]])
  })

  it('rejects a number of steps of 0', () => {
    expect(() => accumulate(0)).toThrow(new RangeError('`steps` must be a positive integer, got 0.'))
  })
})
