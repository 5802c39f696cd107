import { describe, expect, it } from '@jest/globals'
import { createRule, optimizerNames } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { resolveTrainConfig } from './train-config.ts'
import { UsageError } from './usage-error.ts'

const optimizerOf = (options: object): RuleConfig =>
  resolveTrainConfig({ preset: 'post', ...options }).optimizer

describe('resolveTrainConfig', () => {
  it("is the post's best recipe by default", () => {
    expect(resolveTrainConfig({ preset: 'post' })).toMatchObject({
      batchSize: 32,
      epochs: 10,
      seed: 42,
      validation: 0,
      test: true,
    })
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

  it('decays weights by the rule itself where it can', () => {
    const decaysItself = optimizerNames.filter(
      (optimizer) => optimizerOf({ optimizer, l2: 0, weightDecay: 0.2 }).name !== 'chain',
    )
    expect(decaysItself).toEqual([
      'adaBelief',
      'adafactor',
      'adamW',
      'adan',
      'lamb',
      'lars',
      'lion',
      'muon',
      'nadamW',
      'prodigy',
      'scheduleFreeAdamW',
    ])
    expect(optimizerOf({ optimizer: 'lion', l2: 0, weightDecay: 0.2 })).toMatchObject({ weightDecay: 0.2 })
    expect(optimizerOf({ optimizer: 'muon', l2: 0, weightDecay: 0 })).toMatchObject({ weightDecay: 0 })
  })

  it.each(optimizerNames)('makes a rule with its decay: %s', (optimizer) => {
    for (const formulas of ['flux', 'paper']) {
      const { name, options } = createRule(optimizerOf({ optimizer, formulas, weightDecay: 0.01 }))
      expect(name).toBe('chain')
      expect(JSON.stringify(options)).toContain('"weightDecay":0.01')
      expect(JSON.stringify(options)).toContain(`"name":"${optimizer}"`)
    }
  })

  it("has Flux's formulas where they differ", () => {
    const flux = (optimizer: string): unknown => optimizerOf({ optimizer, l2: 0, learningRate: 0.1 })
    const common = { learningRate: 0.1 }
    expect(flux('amsgrad')).toEqual({
      name: 'amsgrad',
      ...common,
      biasCorrection: false,
      initialAccumulator: 1e-8,
    })
    expect(flux('adagrad')).toEqual({
      name: 'adagrad',
      ...common,
      initialAccumulator: 1e-8,
      epsilon: 1e-8,
    })
    expect(flux('adadelta')).toEqual({ name: 'adadelta', ...common, epsilon: 1e-8 })
    expect(flux('rmsprop')).toEqual({ name: 'rmsprop', ...common, decay: 0.9 })
    expect(flux('radam')).toEqual({ name: 'radam', ...common, rectificationThreshold: 4 })
    for (const name of ['sgd', 'adam', 'adamax', 'oadam', 'lion'])
      expect(flux(name)).toEqual({ name, ...common })
  })

  it("leaves rules that find their step size at the rule's own factor, unless asked", () => {
    for (const optimizer of optimizerNames) {
      const { learningRate } = optimizerOf({ optimizer, l2: 0 })
      expect(learningRate).toBe(['adadelta', 'lars', 'prodigy'].includes(optimizer) ? undefined : 3e-4)
    }
    expect(optimizerOf({ optimizer: 'prodigy', learningRate: 0.5, l2: 0 })).toMatchObject({
      learningRate: 0.5,
    })
  })

  it('has the further options of a rule win over all others', () => {
    const optimizerOptions = {
      epsilon: 1e-4,
      beta1: 0.5,
      learningRate: { name: 'cosine', from: 1e-3, steps: 9 },
    }
    expect(optimizerOf({ beta1: 0.8, beta2: 0.99, learningRate: 1, l2: 0, optimizerOptions })).toEqual({
      name: 'adaBelief',
      biasCorrection: false,
      epsilonRoot: 0,
      beta2: 0.99,
      ...optimizerOptions,
    })
  })

  it('refuses an option that the optimizer has not, naming those that it has', () => {
    const message = 'Rule "sgd" has no option `beta1`: expected learningRate, momentum, dampening, nesterov.'
    for (const options of [{ beta1: 0.9 }, { optimizerOptions: { beta1: 0.9 } }]) {
      expect(() => optimizerOf({ optimizer: 'sgd', ...options })).toThrow(message)
      expect(() => optimizerOf({ optimizer: 'sgd', ...options })).toThrow(UsageError)
    }
  })

  it('refuses an option out of range, also of a schedule', () => {
    expect(() => optimizerOf({ beta1: 1 })).toThrow(UsageError)
    const learningRate = { name: 'cosine', from: 1e-3, step: 9 }
    expect(() => optimizerOf({ optimizerOptions: { learningRate } })).toThrow(UsageError)
  })
})
