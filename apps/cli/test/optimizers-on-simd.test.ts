import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createRule, toOptimizer } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'

const configs: Record<string, RuleConfig> = {
  sgd: { name: 'sgd', learningRate: 0.1 },
  'sgd with momentum': { name: 'sgd', learningRate: 0.1, momentum: 0.9 },
  'sgd with Nesterov momentum': { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true },
  adam: { name: 'adam' },
  adamW: { name: 'adamW', weightDecay: 0.1 },
  "Flux's adamW": { name: 'adamW', weightDecay: 0.1, scaleDecayByLearningRate: false },
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
})

/** A parameter of 37 values after each of 50 steps. */
async function trajectory(backend: string, config: RuleConfig): Promise<Float32Array[]> {
  await tf.setBackend(backend)
  const optimizer = toOptimizer(createRule(config))
  const parameter = tf.variable(
    tf.tensor1d(values(0)),
    true,
    `parameter of ${backend} ${JSON.stringify(config)}`,
  )
  const steps = Array.from({ length: 50 }, (_, step) => {
    tf.tidy(() => optimizer.applyGradients({ [parameter.name]: tf.tensor1d(values(step + 1)) }))
    return parameter.dataSync().slice() as Float32Array
  })
  optimizer.dispose()
  parameter.dispose()
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
