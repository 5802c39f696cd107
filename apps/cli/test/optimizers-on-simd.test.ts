import { describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createLeNet5 } from '@tunekit/lenet'
import { createRule, toOptimizer } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'

const configs: Record<string, RuleConfig> = {
  sgd: { name: 'sgd', learningRate: 0.1 },
  'sgd with momentum': { name: 'sgd', learningRate: 0.1, momentum: 0.9 },
  'sgd with Nesterov momentum': { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true },
  adam: { name: 'adam' },
  adamW: { name: 'adamW', weightDecay: 0.1 },
  "Flux's adamW": { name: 'adamW', weightDecay: 0.1, scaleByLearningRate: false },
  nadam: { name: 'nadam' },
  "Flux's nadam": { name: 'nadam', beta2InRoot: true },
  adaBelief: { name: 'adaBelief' },
  "Flux's adaBelief": { name: 'adaBelief', biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 },
  'l2 before adam': { name: 'chain', links: [{ name: 'l2', weightDecay: 0.01 }, { name: 'adam' }] },
}

describe('the fused optimizer kernels of the simd backend', () => {
  it.each(Object.keys(configs))('give the same bits as tfjs ops on the cpu backend: %s', async (name) => {
    tf.enableProdMode()
    await registerSimdBackend()
    expect(await trajectory('simd', configs[name])).toEqual(await trajectory('cpu', configs[name]))
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
    expect(step()).toEqual(['TunekitElementwise'])
    optimizer.dispose()
    model.dispose()
  })
})

/** A parameter of 37 values and one of 3, which is frozen at every other step, after each of 50 steps. */
async function trajectory(backend: string, config: RuleConfig): Promise<number[][]> {
  await tf.setBackend(backend)
  const optimizer = toOptimizer(createRule(config))
  const name = `of ${backend} ${JSON.stringify(config)}`
  const large = tf.variable(tf.tensor1d(values(0)), true, `large ${name}`)
  const small = tf.variable(tf.tensor1d(values(100).subarray(0, 3)), true, `small ${name}`)
  const steps = Array.from({ length: 50 }, (_, step) => {
    tf.tidy(() => {
      const gradient = tf.tensor1d(values(step + 1))
      const both = { [small.name]: tf.slice(gradient, 0, 3), [large.name]: gradient }
      optimizer.applyGradients(step % 2 === 0 ? both : { [large.name]: gradient })
    })
    return [...large.dataSync(), ...small.dataSync()]
  })
  optimizer.dispose()
  tf.dispose([large, small])
  return steps
}

/** 37 numbers in [−1, 1) that depend on the seed alone. */
function values(seed: number): Float32Array {
  let state = Math.imul(seed + 1, 2654435761) >>> 0
  return Float32Array.from({ length: 37 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}
