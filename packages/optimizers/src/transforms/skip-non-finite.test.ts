import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import type { RuleOptimizer } from '../engine/to-optimizer.ts'
import { accumulate } from './accumulate.ts'
import { skipNonFinite } from './skip-non-finite.ts'

beforeAll(useCpuBackend)

async function weightsOf(optimizer: RuleOptimizer): Promise<Record<string, number[]>> {
  const weights = await optimizer.getWeights()
  return Object.fromEntries(weights.map(({ name, tensor }) => [name, [...tensor.dataSync()]]))
}

describe('skipNonFinite', () => {
  it('changes neither parameters nor state nor t, but counts the step', async () => {
    const [a, b] = [vector([1, 2], 'a'), vector([3], 'b')]
    const optimizer = toOptimizer(chain(skipNonFinite(), accumulate(2), adam()))
    for (let step = 0; step < 3; step++) applyStep(optimizer, { a: [0.1, -0.2], b: [0.3] })
    const before = await weightsOf(optimizer)
    const parameters = [...a.dataSync(), ...b.dataSync()]

    applyStep(optimizer, { a: [1, 1], b: [NaN] })
    applyStep(optimizer, { a: [1, -Infinity], b: [1] })
    expect(await weightsOf(optimizer)).toEqual({
      ...before,
      iter: [5],
      '/0.skipped': [2],
      '/0.consecutive': [2],
    })
    expect([...a.dataSync(), ...b.dataSync()]).toEqual(parameters)

    applyStep(optimizer, { a: [1, 1], b: [1] })
    expect(await weightsOf(optimizer)).toMatchObject({
      'a/iter': [2],
      '/0.skipped': [2],
      '/0.consecutive': [0],
    })
    optimizer.dispose()
    dispose([a, b])
  })

  it('continues as if the skipped steps had not happened', () => {
    const path = run(chain(skipNonFinite(), adam()), [1], [[0.5], [NaN], [-0.25], [Infinity], [2]])
    const [first, second, third] = run(adam(), [1], [[0.5], [-0.25], [2]])
    expect(path).toEqual([first, first, second, second, third])
  })

  it('counts the largest gradients as finite', () => {
    const rule = chain(skipNonFinite(), sgd({ learningRate: 2 ** -127 }))
    expect(run(rule, [4, 4], [[2 ** 127, 2 ** 127]])).toEqual([[3, 3]])
  })

  it('throws at the first step beyond the limit, also after a resume, and changes nothing', async () => {
    const x = vector([1], 'x')
    const rule = chain(skipNonFinite({ limit: 2 }), adam())
    const first = toOptimizer(rule)
    for (const g of [1, NaN, NaN, 1, NaN]) applyStep(first, { x: [g] })
    const second = toOptimizer(rule)
    await second.setWeights(await first.getWeights())
    applyStep(second, { x: [NaN] })
    const before = await weightsOf(second)
    expect(() => applyStep(second, { x: [NaN] })).toThrow(
      new Error(
        'Gradients are not finite: expected at most 2 such steps in a row, got 3 up to step 6. Training has probably ' +
          'diverged: lower the learning rate or clip gradients.',
      ),
    )
    expect(await weightsOf(second)).toEqual(before)
    first.dispose()
    second.dispose()
    x.dispose()
  })

  it('rejects a limit of 0', () => {
    expect(() => skipNonFinite({ limit: 0 })).toThrow('`limit` must be a positive integer, got 0.')
  })
})
