import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { adam } from './adam.ts'
import { oadam } from './oadam.ts'
import type { OadamOptions } from './oadam.ts'
import type { Rule } from '../engine/rule.ts'

beforeAll(useCpuBackend)

describe('oadam', () => {
  it("is always one of adam's steps ahead of adam", () => {
    const options = { learningRate: 0.25, beta1: 0.5, beta2: 0.9 }
    const gradients = [[1], [-3], [0.5], [0.5], [2]]
    const plain = run(adam(options), [1], gradients)
    run(oadam(options), [1], gradients).forEach(([x], step) => {
      const before = step === 0 ? 1 : plain[step - 1][0]
      expect(x).toBeCloseTo(plain[step][0] + (plain[step][0] - before), 5)
    })
  })

  it('converges in a game where adam circles', () => {
    // x minimizes and y maximizes x y: the solution is (0, 0).
    const options: OadamOptions = { learningRate: 0.05, beta1: 0, beta2: 0.999 }
    expect(play(oadam(options))).toBeLessThan(0.01)
    expect(play(adam(options))).toBeGreaterThan(1)
  })

  it('checks its options', () => {
    expect(() => oadam({ beta1: 1 })).toThrow(new RangeError('`beta1` must be in [0, 1), got 1.'))
    expect(() => oadam({ beta2: -0.1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got -0.1.'))
    expect(() => oadam({ epsilon: -1 })).toThrow(RangeError)
    expect(() => oadam({ learningRate: NaN })).toThrow(RangeError)
  })
})

/** The distance of two players of x y from the solution after a thousand steps. */
function play(rule: Rule): number {
  const [x, y] = [vector([1], 'x'), vector([1], 'y')]
  const optimizer = toOptimizer(rule)
  for (let step = 0; step < 1000; step++)
    applyStep(optimizer, { x: [...y.dataSync()], y: [-x.dataSync()[0]] })
  const distance = Math.hypot(x.dataSync()[0], y.dataSync()[0])
  optimizer.dispose()
  x.dispose()
  y.dispose()
  return distance
}
