import { describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createLeNet5 } from '@tunekit/lenet'
import { createRule, optimizerNames, toOptimizer, useEvaluationWeights } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { randomStream } from '@tunekit/random-stream'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'

/** Every rule with its defaults, and further formulas. */
const configs: Record<string, RuleConfig> = {
  ...Object.fromEntries(optimizerNames.map((name) => [name, { name }])),
  sgd: { name: 'sgd', learningRate: 0.1 },
  'sgd with momentum': { name: 'sgd', learningRate: 0.1, momentum: 0.9 },
  'sgd with Nesterov momentum': { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true },
  adamW: { name: 'adamW', weightDecay: 0.1 },
  "Flux's adamW": { name: 'adamW', weightDecay: 0.1, scaleByLearningRate: false },
  "Flux's amsgrad": { name: 'amsgrad', biasCorrection: false, initialAccumulator: 1e-8 },
  "Flux's nadam": { name: 'nadam', beta2InRoot: true },
  "Flux's adaBelief": { name: 'adaBelief', biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 },
  "Keras's nadam": { name: 'nadam', momentumDecay: 1 },
  'adaBelief, rectified, with decay': { name: 'adaBelief', rectify: true, weightDecay: 0.1 },
  'rmsprop, centered, with momentum': { name: 'rmsprop', centered: true, momentum: 0.9 },
  prodigy: { name: 'prodigy', d0: 1e-3 },
  'a schedule': { name: 'adam', learningRate: { name: 'cosine', from: 0.1, steps: 40 } },
  'l2 before adam': chainOf({ name: 'l2', weightDecay: 0.01 }, { name: 'adam' }),
  'transforms of elements': chainOf(
    { name: 'clipByValue', limit: 0.7 },
    { name: 'skipNonFinite' },
    { name: 'accumulate', steps: 2 },
    { name: 'l1', weightDecay: 1e-3, where: 'large' },
    { name: 'l2', weightDecay: 1e-3 },
    { name: 'adam' },
    { name: 'decoupledWeightDecay', weightDecay: 0.1, where: 'large' },
    { name: 'lookahead' },
    { name: 'ema', decay: 0.9 },
  ),
  'swa after noise': chainOf(
    { name: 'noise', eta: 0.1, seed: 1 },
    { name: 'adam' },
    { name: 'swa', start: 5, every: 3 },
  ),
  'transforms that sum': chainOf(
    { name: 'clipByGlobalNorm', norm: 1 },
    { name: 'clipByNorm', norm: 0.5 },
    { name: 'adaptiveGradientClipping' },
    { name: 'centralize' },
    { name: 'adam' },
    { name: 'ema', decay: 0.9 },
  ),
}

/** Optimizers that add up elements or multiply matrices, which each backend does in its own order. */
const summing = ['adafactor', 'lamb', 'lars', 'muon', 'prodigy', 'transforms that sum']
const exact = Object.keys(configs).filter((name) => !summing.includes(name))

describe('the fused optimizer kernels of the simd backend', () => {
  it('do not change a tensor that shares its values with a variable of another backend', async () => {
    await registerSimdBackend()
    await tf.setBackend('cpu')
    const start = tf.tensor1d([1, 2])
    const variable = tf.variable(start)
    await tf.setBackend('simd')
    const optimizer = toOptimizer(createRule({ name: 'sgd', learningRate: 0.5 }))
    optimizer.applyGradients({ [variable.name]: tf.tensor1d([1, 1]) })
    expect([...start.dataSync(), ...variable.dataSync()]).toEqual([1, 2, 0.5, 1.5])
    optimizer.dispose()
    tf.dispose([start, variable])
  })

  it.each(exact)('give the same bits as tfjs ops on the cpu backend: %s', async (name) => {
    tf.enableProdMode()
    await registerSimdBackend()
    expect(await trajectory('simd', configs[name])).toEqual(await trajectory('cpu', configs[name]))
  })

  it.each(summing)('agree with tfjs ops on the cpu backend to 1e-5: %s', async (name) => {
    tf.enableProdMode()
    await registerSimdBackend()
    const [simd, cpu] = [await trajectory('simd', configs[name]), await trajectory('cpu', configs[name])]
    expect(largestError(simd.flat(), cpu.flat())).toBeLessThan(1e-5)
    expect(largestError(cpu[0], cpu.at(-1)!)).toBeGreaterThan(1e-2) // it has moved
  })

  it("step all of LeNet's variables in one call, and apply the updates", async () => {
    await registerSimdBackend()
    await tf.setBackend('simd')
    const model = createLeNet5({ seed: 1 })
    const links: RuleConfig[] = [{ name: 'l2', weightDecay: 1e-6 }, { name: 'adaBelief' }]
    const optimizer = toOptimizer(createRule({ name: 'chain', links }))
    const step = () =>
      tf.tidy(() => {
        const gradients = Object.values(model.variables).map(({ name, shape }) => ({
          name,
          tensor: tf.ones(shape),
        }))
        const runKernel = jest.spyOn(tf.engine(), 'runKernel')
        optimizer.applyGradients(gradients)
        const calls = runKernel.mock.calls.map(([kernel]) => kernel)
        runKernel.mockRestore()
        return calls
      })
    step() // makes the state
    expect(step()).toEqual(['TunekitFormulas'])
    optimizer.dispose()
    model.dispose()
  })
})

function largestError(values: readonly number[], expected: readonly number[]): number {
  const errors = values.map(
    (value, index) => Math.abs(value - expected[index]) / Math.max(1, Math.abs(value)),
  )
  return values.length === expected.length ? Math.max(...errors) : NaN
}

function chainOf(...links: RuleConfig[]): RuleConfig {
  return { name: 'chain', links }
}

/**
 * Steps a parameter of 37 values, a matrix of 5 × 7, and a parameter of 3 values that is frozen at every other step. Returns
 * their values after each of 50 steps and, at the end, their values for an evaluation.
 */
async function trajectory(backend: string, config: RuleConfig): Promise<number[][]> {
  await tf.setBackend(backend)
  const optimizer = toOptimizer(createRule(config))
  const large = tf.variable(tf.tensor1d(values(0)), true, 'large')
  const matrix = tf.variable(tf.tensor2d(values(200).subarray(0, 35), [5, 7]), true, 'matrix')
  const small = tf.variable(tf.tensor1d(values(100).subarray(0, 3)), true, 'small')
  const all = [large, matrix, small]
  const read = (): number[] => all.flatMap((variable) => [...variable.dataSync()])
  const steps = Array.from({ length: 50 }, (_, step) => {
    tf.tidy(() => {
      const gradient = tf.tensor1d(values(step + 1))
      const unfrozen = step % 2 === 0 ? all : [large, matrix]
      optimizer.applyGradients(
        unfrozen.map(({ name, size, shape }) => ({
          name,
          tensor: tf.reshape(tf.slice(gradient, 0, size), shape),
        })),
      )
    })
    return read()
  })
  useEvaluationWeights(optimizer)
  const ends = [...steps, read()]
  optimizer.dispose()
  tf.dispose(all)
  return ends
}

/** 37 numbers in [−1, 1) that depend on the seed alone. */
function values(seed: number): Float32Array {
  const random = randomStream('values', seed).uniform
  return Float32Array.from({ length: 37 }, () => 2 * random() - 1)
}
