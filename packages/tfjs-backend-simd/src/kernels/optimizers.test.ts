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
    const attrs = mapValues(rules[name].attrs, f)
    const lengths = fc.array(fc.integer({ min: 1, max: 41 }), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer(), async (lengths, seed) => {
        const names = ['gradient', ...slots]
        const parameters = lengths.map((length, p) => {
          // Mean squares are not negative.
          const values = names.map((_, i) =>
            randomInput([length], seed + 3 * p + i).values.map((x) => (i === 2 ? Math.abs(x) : x)),
          )
          return Object.fromEntries(names.map((key, i) => [key, values[i]]))
        })
        // Every parameter has numbers of its own, which are floats; but 1 is nesterov's yes.
        const steps = parameters.map((_, p) => {
          return mapValues(attrs, (value) => (value === 1 ? value : value / 4 ** p))
        })
        const results = runOptimizerKernel(name, parameters, steps)
        parameters.forEach((values, p) => {
          for (let element = 0; element < lengths[p]; element++) {
            const numbers = mapValues(values, (array) => array[element])
            expect(results[p].map((result) => result[element])).toEqual(step(numbers, steps[p]))
          }
        })
      }),
      { numRuns: 30 },
    )
  })

  it('TunekitSgd without momentum needs no buffer', () => {
    const attrs = { learningRate: 0.5, momentum: 0, nesterov: 0 }
    const parameters = [{ gradient: Float32Array.of(1, -2, 3, 4, 5) }, { gradient: Float32Array.of(6) }]
    expect(runOptimizerKernel('TunekitSgd', parameters, [attrs, attrs])).toEqual([
      [Float32Array.of(-0.5, 1, -1.5, -2, -2.5)],
      [Float32Array.of(-3)],
    ])
  })

  it('TunekitApply adds the updates to the parameters in place', () => {
    tf.tidy(() => {
      const parameter = [tf.tensor1d([1, 2, 3, 4, 5]), tf.scalar(6)]
      const update = [tf.tensor1d([10, 20, 30, 40, 50]), tf.scalar(60)]
      callKernel('TunekitApply', { parameter, update })
      expect(parameter.map((tensor) => Array.from(tensor.dataSync()))).toEqual([[11, 22, 33, 44, 55], [66]])
    })
  })

  it('says which inputs it needs, and changes none', () => {
    tf.tidy(() => {
      const [two, one, other] = [tf.tensor1d([1, 2]), tf.tensor1d([1]), tf.tensor1d([1])]
      const { attrs } = rules['TunekitAdam']
      const inputs = { gradient: [two, two], m: [two.clone(), one], v: [two.clone(), other] }
      expect(() => callKernel('TunekitAdam', inputs, { steps: [attrs, attrs] })).toThrow(
        'TunekitAdam needs float32 tensors of one size: expected gradient, m, v, got float32[2], float32[1], float32[1].',
      )
      expect(Array.from(inputs.m[0].dataSync())).toEqual([1, 2])
      const integers = { parameter: [one], update: [tf.tensor1d([1], 'int32')] }
      expect(() => callKernel('TunekitApply', integers)).toThrow(
        'TunekitApply needs float32 tensors of one size: expected parameter, update, got float32[1], int32[1].',
      )
      expect(() => callKernel('TunekitApply', { parameter: [one, other], update: [one] })).toThrow(
        'expected parameter, update, got float32[1], undefined[undefined].',
      )
    })
  })
})

/** Of every parameter the update, and the accumulators as they are after the step. */
function runOptimizerKernel(
  name: string,
  parameters: readonly Readonly<Record<string, Float32Array>>[],
  steps: readonly Numbers[],
): Float32Array[][] {
  return tf.tidy(() => {
    const inputs = mapValues(parameters[0], (_, key) =>
      parameters.map((values) => tf.tensor1d(values[key].slice())),
    )
    const updates = callKernel(name, inputs, { steps })
    const accumulators = Object.keys(inputs).filter((key) => key !== 'gradient' && key !== 'parameter')
    return updates.map((update, p) =>
      [update, ...accumulators.map((key) => inputs[key][p])].map(
        (tensor) => tensor.dataSync() as Float32Array,
      ),
    )
  })
}

function callKernel(name: string, inputs: Record<string, tf.Tensor[]>, attrs: object = {}): tf.Tensor[] {
  return tf
    .engine()
    .runKernel<tf.Tensor[]>(name, inputs as unknown as tf.NamedTensorMap, attrs as tf.NamedAttrMap)
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
}
