import { beforeAll, describe, expect, it } from '@jest/globals'
import { tidy } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run, vector } from '../../test/run.ts'
import { chain } from './chain.ts'
import { adaBelief } from '../rules/ada-belief.ts'
import { adamW } from '../rules/adam-w.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import { l2 } from '../transforms/l2.ts'

beforeAll(useCpuBackend)

const gradients = [
  [0.1, -2],
  [-0.2, 1],
  [0.3, 0.5],
]

describe('chain', () => {
  it('passes to each link the result of the previous link', () => {
    // x₀ = 1: 1 − 0.5 (0.5 + 0.1·1) = 0.7, then 0.7 − 0.5 (−1 + 0.1·0.7) = 1.165
    const path = run(chain(l2(0.1), sgd({ learningRate: 0.5 })), [1], [[0.5], [-1]])
    expect(path[0][0]).toBeCloseTo(0.7, 6)
    expect(path[1][0]).toBeCloseTo(1.165, 6)
  })

  it('of one rule is that rule', () => {
    expect(run(chain(adam()), [1, 2], gradients)).toEqual(run(adam(), [1, 2], gradients))
  })

  it('of adam and decoupledWeightDecay is adamW', () => {
    const composed = chain(adam({ learningRate: 0.1 }), decoupledWeightDecay(0.2))
    expect(run(composed, [1, 2], gradients)).toEqual(
      run(adamW({ learningRate: 0.1, weightDecay: 0.2 }), [1, 2], gradients),
    )
  })

  it('nests', () => {
    const nested = chain(chain(l2(0.1), l2(0.2)), chain(adaBelief(), decoupledWeightDecay(0.3)))
    const flat = chain(l2(0.1), l2(0.2), adaBelief(), decoupledWeightDecay(0.3))
    expect(run(nested, [1, 2], gradients)).toEqual(run(flat, [1, 2], gradients))
  })

  it('names slots by link and has the learning rate of its rule', () => {
    const rule = chain(l2(0.1), adaBelief({ learningRate: 0.25 }))
    const x = vector([1])
    expect(Object.keys(tidy(() => rule.init(x, '')))).toEqual(['1.m', '1.s'])
    x.dispose()
    expect(rule.learningRate).toBe(0.25)
  })

  it('rejects an empty list of links', () => {
    expect(() => chain()).toThrow(new RangeError('A chain needs at least one link, got none.'))
  })

  it('rejects l2 after a rule, which would make parameters grow', () => {
    expect(() => chain(adam(), l2(0.1))).toThrow(
      new RangeError(
        'Chain link "l2" is in the wrong place: expected a gradient, got an update from "adam". ' +
          'The order must be gradient transforms, one rule, update transforms.',
      ),
    )
  })

  it('rejects decoupledWeightDecay before a rule, and a second rule', () => {
    expect(() => chain(decoupledWeightDecay(0.1), adam())).toThrow(/"adam" is in the wrong place/)
    expect(() => chain(adam(), sgd())).toThrow(/"sgd" is in the wrong place/)
  })

  it('of only transforms is a transform, not an optimizer', () => {
    expect(chain(l2(0.1), l2(0.2)).transforms).toBe('gradient')
    expect(chain(decoupledWeightDecay(0.1)).transforms).toBe('update')
    expect(() => toOptimizer(chain(l2(0.1)))).toThrow(
      '"chain" is not an optimizer: expected a rule that computes an update, got a transform of the gradient.',
    )
  })
})
