import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { lars } from './lars.ts'

beforeAll(useCpuBackend)

describe('lars', () => {
  const options = { learningRate: 0.5, trustCoefficient: 0.25, momentum: 0 }

  it('moves a parameter by learningRate · trustCoefficient times its norm', () => {
    // ‖(6, 8)‖ = 10, so 1.25 along (0.6, 0.8)
    const [[x, y]] = run(lars(options), [6, 8], [[3e-3, 4e-3]])
    expect(x).toBeCloseTo(5.25, 5)
    expect(y).toBeCloseTo(7, 5)
  })

  it('adds the decay to the gradient before it measures the norm', () => {
    // u = (0, 5) + ½ (6, 0) = (3, 5), scaled by ¼ · 6 / √34
    const [[x, y]] = run(lars({ ...options, weightDecay: 0.5 }), [6, 0], [[0, 5]])
    expect(x).toBeCloseTo(6 - (0.5 * 0.25 * 6 * 3) / Math.sqrt(34), 5)
    expect(y).toBeCloseTo((-0.5 * 0.25 * 6 * 5) / Math.sqrt(34), 5)
  })

  it('has the learning rate inside the buffer', () => {
    const x = vector([8], 'x')
    const optimizer = toOptimizer(lars({ ...options, learningRate: 1, momentum: 0.5 }))
    applyStep(optimizer, { x: [1] })
    optimizer.learningRate = 0
    applyStep(optimizer, { x: [1] })
    expect([...x.dataSync()]).toEqual([8 - 2 - 1])
    x.dispose()
    optimizer.dispose()
  })

  it('looks one decay ahead with nesterov', () => {
    // b = 2, step 2 + ½ · 2 = 3; then u scaled to ¼ · 5 = 1.25, b = 2.25, step 1.25 + ½ · 2.25
    const rule = lars({ learningRate: 0.5, trustCoefficient: 0.5, momentum: 0.5, nesterov: true })
    expect(run(rule, [8], [[1], [1]])).toEqual([[5], [5 - 2.375]])
  })

  it('scales and decays the variables that `where` names', () => {
    const start = { kernel: vector([8], 'kernel'), bias: vector([8], 'bias') }
    const rule = lars({ ...options, learningRate: 1, weightDecay: 0.5, where: 'bias', trustWhere: 'kernel' })
    const optimizer = toOptimizer(rule)
    applyStep(optimizer, { kernel: [1], bias: [1] })
    expect(start.kernel.dataSync()[0]).toBe(8 - 2)
    expect(start.bias.dataSync()[0]).toBe(8 - 1 - 4)
    optimizer.dispose()
    start.kernel.dispose()
    start.bias.dispose()
  })

  it('checks its options', () => {
    expect(() => lars({ momentum: 1 })).toThrow(new RangeError('`momentum` must be in [0, 1), got 1.'))
    expect(() => lars({ trustCoefficient: -1 })).toThrow(
      new RangeError('`trustCoefficient` must be a non-negative number, got -1.'),
    )
    expect(() => lars({ nesterov: 0 as never })).toThrow(
      new RangeError('`nesterov` must be true or false, got 0.'),
    )
    expect(() => lars({ weightDecay: NaN })).toThrow(RangeError)
    expect(() => lars({ learningRate: -1 })).toThrow(RangeError)
  })
})
