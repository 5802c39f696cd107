import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { prepareBackends, randomInput } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const f = Math.fround
type Numbers = Readonly<Record<string, number>>

/** Each rule for one element, every operation rounded to float32: state and update from the gradient. */
const rules: Record<
  string,
  { slots: string[]; attrs: Numbers; step(values: Numbers, attrs: Numbers): number[] }
> = {
  TunekitL2: {
    slots: ['parameter'],
    attrs: { weightDecay: 0.01 },
    step: ({ gradient, parameter }, { weightDecay }) => [f(gradient + f(parameter * weightDecay))],
  },
  TunekitSgd: {
    slots: ['b'],
    attrs: { learningRate: 0.1, momentum: 0.9, nesterov: 1 },
    step: ({ gradient, b }, { learningRate, momentum }) => {
      const next = f(f(b * momentum) + gradient)
      return [f(f(f(next * momentum) + gradient) * -learningRate), next]
    },
  },
  TunekitAdam: {
    slots: ['m', 'v'],
    attrs: { beta1: 0.9, gain1: 0.1, beta2: 0.999, gain2: 0.001, epsilon: 1e-8, stepSize: 3e-4 },
    step: ({ gradient, m, v }, { beta1, gain1, beta2, gain2, epsilon, stepSize }) => {
      const mean = f(f(m * beta1) + f(gradient * gain1))
      const square = f(f(v * beta2) + f(f(gradient * gradient) * gain2))
      return [f(f(mean / f(f(Math.sqrt(square)) + epsilon)) * -stepSize), mean, square]
    },
  },
  TunekitNadam: {
    slots: ['m', 'v'],
    attrs: {
      beta1: 0.9,
      gain1: 0.1,
      beta2: 0.999,
      gain2: 0.001,
      epsilon: 1e-8,
      stepSize: 3e-4,
      gradientStepSize: 1e-4,
    },
    step: ({ gradient, m, v }, { beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize }) => {
      const mean = f(f(m * beta1) + f(gradient * gain1))
      const square = f(f(v * beta2) + f(f(gradient * gradient) * gain2))
      const ahead = f(f(mean * -stepSize) + f(gradient * -gradientStepSize))
      return [f(ahead / f(f(Math.sqrt(square)) + epsilon)), mean, square]
    },
  },
  TunekitAdaBelief: {
    slots: ['m', 's'],
    attrs: {
      beta1: 0.9,
      gain1: 0.1,
      beta2: 0.999,
      gain2: 0.001,
      epsilon: 1e-8,
      epsilonRoot: 1e-16,
      stepSize: 3e-4,
    },
    step: ({ gradient, m, s }, { beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize }) => {
      const mean = f(f(m * beta1) + f(gradient * gain1))
      const surprise = f(gradient - mean)
      const square = f(f(f(s * beta2) + f(f(surprise * surprise) * gain2)) + epsilonRoot)
      return [f(f(mean / f(f(Math.sqrt(square)) + epsilon)) * -stepSize), mean, square]
    },
  },
}

describe('optimizer kernels', () => {
  it.each(Object.keys(rules))('%s gives the documented float32 arithmetic to the last bit', async (name) => {
    const { slots, step } = rules[name]
    const attrs = Object.fromEntries(Object.entries(rules[name].attrs).map(([key, value]) => [key, f(value)]))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 41 }), fc.integer(), async (length, seed) => {
        const names = ['gradient', ...slots]
        // Mean squares are not negative.
        const values = names.map((_, i) =>
          randomInput([length], seed + i).values.map((x) => (i === 2 ? Math.abs(x) : x)),
        )
        const results = runOptimizerKernel(
          name,
          Object.fromEntries(names.map((key, i) => [key, values[i]])),
          attrs,
        )
        for (let element = 0; element < length; element++) {
          const numbers = Object.fromEntries(names.map((key, i) => [key, values[i][element]]))
          expect(results.map((result) => result[element])).toEqual(step(numbers, attrs))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('TunekitSgd without momentum needs no buffer', () => {
    const attrs = { learningRate: 0.5, momentum: 0, nesterov: 0 }
    expect(runOptimizerKernel('TunekitSgd', { gradient: Float32Array.of(1, -2, 3, 4, 5) }, attrs)).toEqual([
      Float32Array.of(-0.5, 1, -1.5, -2, -2.5),
    ])
  })

  it('TunekitApply adds the update to the parameter in place', () => {
    tf.tidy(() => {
      const parameter = tf.tensor1d([1, 2, 3, 4, 5])
      const update = tf.tensor1d([10, 20, 30, 40, 50])
      tf.engine().runKernel('TunekitApply', { parameter, update })
      expect(Array.from(parameter.dataSync())).toEqual([11, 22, 33, 44, 55])
    })
  })

  it('says which inputs it needs', () => {
    const values = { gradient: Float32Array.of(1, 2), m: Float32Array.of(1), v: Float32Array.of(1) }
    expect(() => runOptimizerKernel('TunekitAdam', values, rules['TunekitAdam'].attrs)).toThrow(
      'TunekitAdam needs float32 tensors of one size: expected gradient, m, v, got float32[2], float32[1], float32[1].',
    )
  })
})

/** The update, and the accumulators as they are after the step. */
function runOptimizerKernel(
  name: string,
  values: Record<string, Float32Array>,
  attrs: Numbers,
): Float32Array[] {
  return tf.tidy(() => {
    const inputs = Object.fromEntries(
      Object.entries(values).map(([key, array]) => [key, tf.tensor1d(array.slice())]),
    )
    const update = tf.engine().runKernel<tf.Tensor>(name, inputs, attrs)
    const accumulators = Object.keys(inputs).filter((key) => key !== 'gradient' && key !== 'parameter')
    return [update, ...accumulators.map((key) => inputs[key])].map(
      (tensor) => tensor.dataSync() as Float32Array,
    )
  })
}
