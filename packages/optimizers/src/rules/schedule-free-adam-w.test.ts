import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose, memory } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { scheduleFreeRecurrence } from '../../test/recurrences/collective.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { useEvaluationWeights } from '../engine/use-evaluation-weights.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { l2 } from '../transforms/l2.ts'
import { scheduleFreeAdamW } from './schedule-free-adam-w.ts'

beforeAll(useCpuBackend)

describe('scheduleFreeAdamW', () => {
  it('takes a first step of learningRate against the gradient', () => {
    const [end] = run(scheduleFreeAdamW({ learningRate: 0.125, epsilon: 0 }), [1, 1], [[5, -1e-3]])
    expect(end).toEqual([expect.closeTo(0.875, 6), expect.closeTo(1.125, 6)])
  })

  it('warms up over warmupSteps', () => {
    const rule = scheduleFreeAdamW({ learningRate: 0.125, epsilon: 0, warmupSteps: 4 })
    expect(run(rule, [1], [[5]])[0][0]).toBeCloseTo(1 - 0.125 / 4, 6)
  })

  it('weights a step by the square of its rate', () => {
    // Rates ½ and 1: z = −½, −1½; weights ¼ and 1, so that c = ⅘ and x = −½, −1.3
    const rule = scheduleFreeAdamW({ learningRate: 1, beta1: 0.5, beta2: 0, epsilon: 0, warmupSteps: 2 })
    const [[first], [second]] = run(rule, [0], [[5], [5]])
    expect(first).toBeCloseTo(-0.5, 6)
    expect(second).toBeCloseTo(0.5 * -1.3 + 0.5 * -1.5, 6)
  })

  it('weights a step by the largest rate so far', () => {
    // Rates 1 and ½: z = −1, −1½; weights 1 and 1, so that c = ½ and x = −1, −1¼
    const learningRate = (step: number) => (step === 0 ? 1 : 0.5)
    const rule = scheduleFreeAdamW({ learningRate, beta1: 0.5, beta2: 0, epsilon: 0 })
    expect(run(rule, [0], [[5], [5]])).toEqual([[-1], [0.5 * -1.25 + 0.5 * -1.5]])
  })

  it('does not move with a learning rate of 0', () => {
    expect(run(scheduleFreeAdamW({ learningRate: 0 }), [1], [[5], [5]])).toEqual([[1], [1]])
  })

  it('comes close to a minimum that steps of this size would jump around, without a schedule', () => {
    const rule = scheduleFreeAdamW({ learningRate: 0.1 })
    const gradients = Array(400).fill(([x]: number[]) => [Math.sign(x - 0.32)])
    expect(Math.abs(run(rule, [0], gradients).at(-1)![0] - 0.32)).toBeLessThan(0.02)
  })

  it('checks its options', () => {
    expect(() => scheduleFreeAdamW({ beta1: 0 })).toThrow(new RangeError('`beta1` must be in (0, 1), got 0.'))
    expect(() => scheduleFreeAdamW({ warmupSteps: 1.5 })).toThrow(
      new RangeError('`warmupSteps` must be a non-negative integer, got 1.5.'),
    )
    expect(() => scheduleFreeAdamW({ beta2: 1 })).toThrow(RangeError)
  })
})

describe('useEvaluationWeights with scheduleFreeAdamW', () => {
  const options = {
    learningRate: 0.05,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-8,
    weightDecay: 0.1,
    warmupSteps: 5,
  }
  const initial = [0.5, -1, 2]
  const numbers = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 })
  const gradients = fc.sample(numbers, { seed: 4, numRuns: 50 })

  it('returns the averages x of the paper at every step', () => {
    const expected = scheduleFreeRecurrence({ ...options, weightPower: 0 }, 'x')(initial, gradients)
    const w = vector(initial, 'w')
    const optimizer = toOptimizer(scheduleFreeAdamW(options))
    gradients.forEach((values, step) => {
      applyStep(optimizer, { w: values })
      const useTrainingWeights = useEvaluationWeights(optimizer)
      expect([...w.dataSync()]).toEqual(expected[step].map((x): unknown => expect.closeTo(x, 5)))
      useTrainingWeights()
    })
    optimizer.dispose()
    w.dispose()
  })

  it('restores the training weights to the last bit, and training continues as without a swap', () => {
    const through = run(scheduleFreeAdamW(options), initial, gradients)
    const w = vector(initial, 'w')
    const optimizer = toOptimizer(scheduleFreeAdamW(options))
    gradients.forEach((values, step) => {
      applyStep(optimizer, { w: values })
      useEvaluationWeights(optimizer)()
      expect([...w.dataSync()]).toEqual(through[step])
    })
    optimizer.dispose()
    w.dispose()
  })

  it('rejects steps during evaluation', () => {
    const w = vector(initial, 'w')
    const optimizer = toOptimizer(scheduleFreeAdamW(options))
    applyStep(optimizer, { w: gradients[0] })
    const useTrainingWeights = useEvaluationWeights(optimizer)
    const evaluated = [...w.dataSync()]
    expect(() => applyStep(optimizer, { w: gradients[1] })).toThrow('Restore the training weights first')
    expect(() => useEvaluationWeights(optimizer)).toThrow('already hold their evaluation weights')
    expect([...w.dataSync()]).toEqual(evaluated)
    useTrainingWeights()
    applyStep(optimizer, { w: gradients[1] })
    expect([...w.dataSync()]).toEqual(run(scheduleFreeAdamW(options), initial, gradients.slice(0, 2)).at(-1))
    optimizer.dispose()
    w.dispose()
  })

  it('works inside a chain, and leaks no tensor', () => {
    const before = memory().numTensors
    const [a, b] = [vector(initial, 'a'), vector([1], 'b')]
    const optimizer = toOptimizer(chain(l2(0), scheduleFreeAdamW({ ...options, weightDecay: 0 })))
    applyStep(optimizer, { a: gradients[0], b: [1] })
    applyStep(optimizer, { a: gradients[1], b: [1] })
    const training = memory().numTensors
    const weights = [...a.dataSync()]
    const useTrainingWeights = useEvaluationWeights(optimizer)
    expect([...a.dataSync()]).not.toEqual(weights)
    useTrainingWeights()
    expect([...a.dataSync()]).toEqual(weights)
    expect(memory().numTensors).toBe(training)
    optimizer.dispose()
    dispose([a, b])
    expect(memory().numTensors).toBe(before)
  })
})
