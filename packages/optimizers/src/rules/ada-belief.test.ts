import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adaBelief } from './ada-belief.ts'

beforeAll(useCpuBackend)

describe('adaBelief', () => {
  it('takes a first step of learningRate / beta1 against the gradient', () => {
    expect(run(adaBelief({ learningRate: 0.09 }), [0, 0], [[0.1, -3]])[0].map(Math.abs)).toEqual([
      expect.closeTo(0.1, 6),
      expect.closeTo(0.1, 6),
    ])
  })

  it('takes longer steps the less the gradient surprises', () => {
    const steps = (gradients: number[][]) => {
      const path = run(adaBelief({ learningRate: 0.01 }), [0], gradients)
      return Math.abs(path.at(-1)![0] - path.at(-2)![0])
    }
    const constant = Array(30).fill([1])
    const changing = constant.map((_, step) => [step % 2 === 0 ? 2 : 0])
    expect(steps(constant)).toBeGreaterThan(2 * steps(changing))
  })

  it('is √10 times as long in the first step without bias correction, as in Flux 0.12.4', () => {
    const options = { learningRate: 0.01, epsilon: 0, epsilonRoot: 0 }
    const [[corrected]] = run(adaBelief(options), [0], [[0.1]])
    const [[plain]] = run(adaBelief({ ...options, biasCorrection: false }), [0], [[0.1]])
    expect(plain / corrected).toBeCloseTo(Math.sqrt(10), 4)
  })

  it('adds epsilonRoot at every step and epsilon once', () => {
    // β₁ = β₂ = 0.5, g = 1, 0: m = ½, ¼ and s = ⅛ + εᵣ, ½ s + 1/32 + εᵣ
    const rule = adaBelief({
      learningRate: 1,
      beta1: 0.5,
      beta2: 0.5,
      epsilon: 1,
      epsilonRoot: 0.125,
      biasCorrection: false,
    })
    const path = run(rule, [0], [[1], [0]])
    expect(path[0][0]).toBeCloseTo(-0.5 / (Math.sqrt(0.25) + 1), 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-0.25 / (Math.sqrt(0.28125) + 1), 6)
  })

  it('checks its options', () => {
    expect(() => adaBelief({ beta2: 1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got 1.'))
    expect(() => adaBelief({ epsilonRoot: -1 })).toThrow(
      new RangeError('`epsilonRoot` must be finite and at least 0, got -1.'),
    )
  })
})
