import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adaBelief } from './ada-belief.ts'
import type { AdaBeliefOptions } from './ada-belief.ts'

beforeAll(useCpuBackend)

describe('adaBelief', () => {
  it('takes a first step of learningRate / beta1 against the gradient', () => {
    expect(run(adaBelief({ learningRate: 0.09 }), [0, 0], [[0.1, -3]])[0].map(Math.abs)).toEqual([
      expect.closeTo(0.1, 6),
      expect.closeTo(0.1, 6),
    ])
  })

  it('takes longer steps if the gradient deviates less from its mean', () => {
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

  it('rectifies as the authors do', () => {
    // The numbers of the authors' package 0.2.1 for x₀ = 1 and these gradients: ρ₁, ρ₂ and ρ₃ are below 4.
    const path = run(adaBelief({ learningRate: 0.01, rectify: true }), [1], [[0.1], [-0.2], [0.3]])
    ;[0.999, 0.9995789474, 0.99883725].forEach((x, step) => expect(path[step][0]).toBeCloseTo(x, 6))
  })

  it('is rectified from ρ = 5 on, by a share that grows to 1', () => {
    // With β₂ = 0.9, ρ∞ = 19 and ρ₅ = 4.58, ρ₆ = 5.39.
    const gradients = Array.from({ length: 300 }, (_, step) => [step % 2 === 0 ? 3 : -1])
    const moves = (options: AdaBeliefOptions) => {
      const path = run(adaBelief({ learningRate: 0.01, beta1: 0.5, beta2: 0.9, ...options }), [0], gradients)
      return path.map(([x], step) => x - (path[step - 1]?.[0] ?? 0))
    }
    const [plain, rectified] = [moves({}), moves({ rectify: true })]
    const mean = gradients.slice(0, 5).reduce((mean, [g]) => 0.5 * mean + 0.5 * g, 0)
    expect(rectified[4]).toBeCloseTo((-0.01 * mean) / (1 - 0.5 ** 5), 6)
    const length = 19 - (12 * 0.9 ** 6) / (1 - 0.9 ** 6)
    const share = Math.sqrt(((length - 4) * (length - 2) * 19) / (15 * 17 * length))
    expect(rectified[5] / plain[5]).toBeCloseTo(share, 3)
    expect(rectified[299] / plain[299]).toBeCloseTo(1, 3)
  })

  it('stays plain momentum if β₂ is too small to rectify', () => {
    const path = run(
      adaBelief({ learningRate: 0.5, beta1: 0, beta2: 0.5, rectify: true }),
      [0],
      [[1], [3], [-1]],
    )
    expect(path).toEqual([[-0.5], [-2], [-1.5]])
  })

  it('checks its options', () => {
    expect(() => adaBelief({ rectify: true, biasCorrection: false })).toThrow(
      new RangeError(
        '`rectify` requires bias correction: expected `biasCorrection` to be true or absent, got false.',
      ),
    )
    expect(() => adaBelief({ beta2: 1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got 1.'))
    expect(() => adaBelief({ epsilonRoot: -1 })).toThrow(
      new RangeError('`epsilonRoot` must be a non-negative number, got -1.'),
    )
  })
})
