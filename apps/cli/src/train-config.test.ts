import { describe, expect, it } from '@jest/globals'
import { createRule } from '@tunekit/optimizers'
import { optimizerNames, resolveTrainConfig } from './train-config.ts'
import { UsageError } from './usage-error.ts'

const optimizerOf = (options: object): unknown => resolveTrainConfig({ preset: 'post', ...options }).optimizer

describe('resolveTrainConfig', () => {
  it("is the post's best recipe by default", () => {
    expect(resolveTrainConfig({ preset: 'post' })).toMatchObject({ batchSize: 32, epochs: 10, seed: 42 })
    expect(optimizerOf({})).toEqual({
      name: 'chain',
      links: [
        { name: 'l2', weightDecay: 1e-6 },
        { name: 'adaBelief', learningRate: 3e-4, biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 },
      ],
    })
  })

  it("takes the papers' formulas on request", () => {
    expect(optimizerOf({ formulas: 'paper', l2: 0 })).toEqual({ name: 'adaBelief', learningRate: 3e-4 })
    expect(optimizerOf({ optimizer: 'nadam', l2: 0 })).toEqual({
      name: 'nadam',
      learningRate: 3e-4,
      beta2InRoot: true,
    })
  })

  it("has Flux's ADAMW decay nothing unless asked to", () => {
    expect(optimizerOf({ optimizer: 'adamW', l2: 0 })).toMatchObject({ name: 'adamW', weightDecay: 0 })
  })

  it('puts decoupled decay behind the rule, and L2 before it', () => {
    expect(optimizerOf({ optimizer: 'adam', l2: 0.1, weightDecay: 0.2 })).toEqual({
      name: 'chain',
      links: [
        { name: 'l2', weightDecay: 0.1 },
        { name: 'adam', learningRate: 3e-4 },
        { name: 'decoupledWeightDecay', weightDecay: 0.2 },
      ],
    })
    expect(optimizerOf({ optimizer: 'adamW', l2: 0, weightDecay: 0.2, formulas: 'paper' })).toEqual({
      name: 'adamW',
      learningRate: 3e-4,
      weightDecay: 0.2,
    })
  })

  it('names rules and options that exist, for every optimizer', () => {
    for (const optimizer of optimizerNames) {
      for (const formulas of ['flux', 'paper'] as const) {
        const { optimizer: rule } = resolveTrainConfig({
          preset: 'post',
          optimizer,
          formulas,
          weightDecay: 0.01,
        })
        expect(() => createRule(rule)).not.toThrow()
      }
    }
  })

  it('refuses an option that the optimizer has not', () => {
    expect(() => optimizerOf({ optimizer: 'sgd', beta1: 0.9 })).toThrow(UsageError)
  })
})
