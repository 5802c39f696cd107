import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { registerFakeKernels } from '../../test/fake-kernels.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { trustRatio } from './trust-ratio.ts'
import type { TrustRatioOptions } from './trust-ratio.ts'

beforeAll(useCpuBackend)

const descent = (options?: TrustRatioOptions) => chain(trustRatio(options), sgd({ learningRate: 1 }))

describe('trustRatio', () => {
  const cleanups: (() => void)[] = []
  afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()))

  it('makes the gradient as long as the parameter', () => {
    expect(run(descent(), [6, 8], [[0, 5]])).toEqual([[6, -2]])
    expect(run(descent({ trustCoefficient: 0.5, epsilon: 5 }), [6, 8], [[0, 5]])).toEqual([[6, 5.5]])
  })

  it('keeps the gradient where a norm is 0', () => {
    const rule = descent({ trustCoefficient: 0.5 })
    expect(run(rule, [0, 0], [[3, -4]])).toEqual([[-3, 4]])
    expect(run(rule, [1, 2], [[0, 0]])).toEqual([[1, 2]])
  })

  it('measures each parameter separately, in two passes on a backend that fuses', () => {
    const { calls, unregister } = registerFakeKernels('cpu')
    cleanups.push(unregister)
    const [a, b] = [vector([6, 8], 'a'), vector([2], 'b')]
    const optimizer = toOptimizer(descent())
    applyStep(optimizer, { a: [0, 5], b: [0.5] })
    expect([...a.dataSync(), ...b.dataSync()]).toEqual([6, -2, 0])
    expect(calls).toEqual(['TunekitSums', 'TunekitSums', 'TunekitFormulas'])
    optimizer.dispose()
    a.dispose()
    b.dispose()
  })

  it('checks its options', () => {
    expect(() => trustRatio({ trustCoefficient: -1 })).toThrow(
      new RangeError('`trustCoefficient` must be a non-negative number, got -1.'),
    )
    expect(() => trustRatio({ epsilon: NaN })).toThrow(
      new RangeError('`epsilon` must be a non-negative number, got NaN.'),
    )
  })
})
