import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { sgd } from './sgd.ts'

beforeAll(useCpuBackend)

describe('sgd', () => {
  it('steps by learningRate times the gradient', () => {
    expect(run(sgd({ learningRate: 0.5 }), [1, 2], [[2, -4]])).toEqual([[0, 4]])
  })

  it('has no state without momentum', () => {
    const x = vector([1])
    expect(sgd().init(x, '')).toEqual({})
    x.dispose()
  })

  it('reaches 1 / (1 − momentum) times the step under a constant gradient', () => {
    const path = run(sgd({ learningRate: 1, momentum: 0.5 }), [0], Array(40).fill([1]))
    expect(path[39][0] - path[38][0]).toBeCloseTo(-2, 5)
  })

  it('looks one decay ahead with nesterov', () => {
    expect(run(sgd({ learningRate: 1, momentum: 0.5, nesterov: true }), [0], [[1], [1]])).toEqual([
      [-1.5],
      [-1.5 - (1 + 0.5 * 1.5)],
    ])
  })

  it('follows a new learning rate at once, momentum included', () => {
    const x = vector([0], 'x')
    const optimizer = toOptimizer(sgd({ learningRate: 1, momentum: 0.5 }))
    applyStep(optimizer, { x: [1] })
    optimizer.learningRate = 0
    applyStep(optimizer, { x: [1] })
    expect([...x.dataSync()]).toEqual([-1])
    x.dispose()
    optimizer.dispose()
  })

  it('checks its options', () => {
    expect(() => sgd({ learningRate: -1 })).toThrow(
      new RangeError('`learningRate` must be a non-negative number, got -1.'),
    )
    expect(() => sgd({ momentum: 1 })).toThrow(new RangeError('`momentum` must be in [0, 1), got 1.'))
    expect(() => sgd({ nesterov: true })).toThrow(
      new RangeError('`nesterov` requires momentum: expected `momentum` in (0, 1), got 0.'),
    )
  })
})
