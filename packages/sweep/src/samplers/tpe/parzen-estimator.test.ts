import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { expectClose } from '../../../test/expect-close.ts'
import { tpeVectors } from '../../../test/tpe-vectors.ts'
import type { UnconditionalParameter } from '../../parameters/parameter.ts'
import { randomStream } from '@tunekit/random-stream'
import { toDimension } from './dimension.ts'
import type { FreeDimension } from './dimension.ts'
import type { CategoricalMarginal, NumericMarginal } from './marginals.ts'
import { parzenEstimator } from './parzen-estimator.ts'

function freeDimension(parameter: UnconditionalParameter): FreeDimension {
  const dimension = toDimension(parameter)
  if (dimension.kind === 'fixed') throw new Error('expected more than one value')
  return dimension
}

function estimate(
  parameter: UnconditionalParameter,
  values: readonly number[],
): ReturnType<typeof parzenEstimator> {
  return parzenEstimator([freeDimension(parameter)], [Float64Array.from(values)], 1)
}

const cases = tpeVectors.estimators.map(
  (one) => [JSON.stringify(one.parameter), one.values.length, one] as const,
)

describe('parzenEstimator', () => {
  it.each(cases)('has the kernels of Optuna for %s and %d observations', (_, __, expected) => {
    const { weights, marginals } = estimate(expected.parameter, expected.values)
    expectClose(weights, expected.weights, 1e-13)
    if (expected.probabilities) {
      const { probabilities } = marginals[0] as CategoricalMarginal
      expectClose(probabilities, expected.probabilities, 1e-13)
    } else {
      const { means, deviations } = marginals[0] as NumericMarginal
      expectClose(means, expected.means!, 1e-13)
      expectClose(deviations, expected.deviations!, 1e-13)
    }
  })

  it.each(cases)('has the densities of Optuna for %s and %d observations', (_, __, expected) => {
    const { logDensities } = estimate(expected.parameter, expected.values)
    expectClose(logDensities([Float64Array.from(expected.points)]), expected.logDensities, 1e-11)
  })

  it('has the densities of Optuna over several parameters', () => {
    const { parameters, columns, points, logDensities } = tpeVectors.product
    const estimator = parzenEstimator(
      parameters.map(freeDimension),
      columns.map((column) => Float64Array.from(column)),
      1,
    )
    expectClose(
      estimator.logDensities(points.map((column) => Float64Array.from(column))),
      logDensities,
      1e-11,
    )
  })

  it('has probabilities of stepped values that sum to 1', () => {
    const stepped = fc.record({
      kind: fc.constant('int' as const),
      low: fc.integer({ min: 1, max: 50 }),
      count: fc.integer({ min: 2, max: 60 }),
      log: fc.boolean(),
    })
    fc.assert(
      fc.property(stepped, fc.array(fc.nat(), { maxLength: 40 }), ({ kind, low, count, log }, seeds) => {
        const parameter = { kind, low, high: low + count - 1, log, step: 1 }
        const values = Array.from({ length: count }, (_, index) => low + index)
        const { logDensities } = estimate(
          parameter,
          seeds.map((seed) => low + (seed % count)),
        )
        const sum = logDensities([Float64Array.from(values)]).reduce((total, log) => total + Math.exp(log), 0)
        expect(sum).toBeCloseTo(1, 9)
      }),
    )
  })

  it('has a density of a continuous parameter that integrates to 1', () => {
    const { logDensities } = estimate(
      { kind: 'normal', mean: 2, standardDeviation: 3, log: false },
      [1, 1.5, 9],
    )
    const cells = 20_000
    const width = 48 / cells
    const middles = Float64Array.from({ length: cells }, (_, index) => 2 - 24 + (index + 0.5) * width)
    const integral = logDensities([middles]).reduce((total, log) => total + Math.exp(log) * width, 0)
    expect(integral).toBeCloseTo(1, 6)
  })

  it('has the normal parameter itself as prior', () => {
    const { marginals } = estimate({ kind: 'normal', mean: -3, standardDeviation: 0.5, log: true }, [0.05])
    const { means, deviations } = marginals[0] as NumericMarginal
    expectClose(means, [Math.log(0.05), -3], 1e-15)
    expect(deviations[1]).toBe(0.5)
    expect(deviations[0]).toBeLessThanOrEqual(0.5)
  })

  it('has the given probabilities of choices as prior', () => {
    const parameter = { kind: 'categorical', choices: ['a', 'b'], probabilities: [0.75, 0.25] } as const
    const { marginals } = estimate(parameter, [1])
    // One observation and the prior: each choice gets 1/2 · 2 · its probability, then b gets 1, of 2 in all.
    expectClose((marginals[0] as CategoricalMarginal).probabilities, [0.375, 0.625, 0.75, 0.25], 1e-15)
  })

  it('draws from the density that it has', () => {
    const estimator = estimate({ kind: 'int', low: 1, high: 6, log: false, step: 1 }, [2, 2, 5])
    const draws = 40_000
    const [column] = estimator.sample(randomStream('draws', 1).uniform, draws)
    const faces = Float64Array.of(1, 2, 3, 4, 5, 6)
    const frequencies = faces.map((face) => column.filter((value) => value === face).length / draws)
    expectClose(frequencies, estimator.logDensities([faces]).map(Math.exp), 0.01)
  })
})
