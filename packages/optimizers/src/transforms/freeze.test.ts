import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { adam } from '../rules/adam.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { decoupledWeightDecay } from './decoupled-weight-decay.ts'
import { freeze } from './freeze.ts'

beforeAll(useCpuBackend)

describe('freeze', () => {
  it('changes neither variables nor their state', async () => {
    const [base, head] = [vector([1, 2], 'base_1'), vector([3], 'head')]
    const optimizer = toOptimizer(chain(freeze('^base_'), adam(), decoupledWeightDecay(0.1)))
    for (let step = 0; step < 2; step++) applyStep(optimizer, { base_1: [1, 1], head: [1] })
    expect([...base.dataSync()]).toEqual([1, 2])
    const alone = run(chain(adam(), decoupledWeightDecay(0.1)), [3], [[1], [1]])
    expect([...head.dataSync()]).toEqual(alone[1])
    const weights = await optimizer.getWeights()
    const state = weights.filter(({ name }) => name.startsWith('base_1/'))
    expect(state.map(({ name, tensor }) => [name, ...tensor.dataSync()])).toEqual([
      ['base_1/iter', 0],
      ['base_1/1.m', 0, 0],
      ['base_1/1.v', 0, 0],
    ])
    optimizer.dispose()
    dispose([base, head])
  })

  it('requires `where`', () => {
    expect(() => freeze(undefined as unknown as string)).toThrow(
      new RangeError('`where` must be a regular expression or a function of a variable name, got undefined.'),
    )
    expect(() => freeze('(')).toThrow('`where` must be a regular expression for variable names, got "(".')
  })
})
