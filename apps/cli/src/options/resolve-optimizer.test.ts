import { describe, expect, it } from '@jest/globals'
import { createRule, optimizerNames } from '@tunekit/optimizers'
import { UsageError } from '../process/usage-error.ts'
import { describeIdleDecay, resolveOptimizer } from './resolve-optimizer.ts'

/** The rules of Flux 0.12.4. */
const ofFlux = [
  'adaBelief',
  'adadelta',
  'adagrad',
  'adam',
  'adamax',
  'adamW',
  'amsgrad',
  'nadam',
  'oadam',
  'radam',
  'rmsprop',
  'sgd',
]

describe('resolveOptimizer', () => {
  const adaBelief = {
    name: 'adaBelief',
    learningRate: 3e-4,
    biasCorrection: false,
    epsilon: 1e-8,
    epsilonRoot: 0,
  }

  it.each([{}, { preset: 'post' }] as const)("returns the post's optimizer by default: %j", (options) => {
    expect(resolveOptimizer(options)).toEqual({
      name: 'chain',
      links: [{ name: 'l2', weightDecay: 1e-6 }, adaBelief],
    })
  })

  it('changes parts of the preset', () => {
    expect(resolveOptimizer({ l2: 0 })).toEqual(adaBelief)
    expect(resolveOptimizer({ formulas: 'paper', l2: 0 })).toEqual({ name: 'adaBelief', learningRate: 3e-4 })
    expect(resolveOptimizer({ preset: 'post', optimizer: 'nadam' })).toEqual({
      name: 'chain',
      links: [
        { name: 'l2', weightDecay: 1e-6 },
        { name: 'nadam', learningRate: 3e-4, beta2InRoot: true },
      ],
    })
  })

  it('returns a rule of its paper without the preset, with its own learning rate and no L2', () => {
    for (const optimizer of optimizerNames) {
      const { learningRate, ...others } = resolveOptimizer({ optimizer })
      expect(others).toEqual({ name: optimizer })
      expect(learningRate).toBeGreaterThan(0)
    }
    expect(resolveOptimizer({ optimizer: 'sgd' })).toEqual({ name: 'sgd', learningRate: 0.1 })
  })

  it('returns an adamW with weight decay, and warns of an adamW without', () => {
    expect(createRule(resolveOptimizer({ optimizer: 'adamW' })).options).toMatchObject({ weightDecay: 0.01 })
    expect(describeIdleDecay(resolveOptimizer({ optimizer: 'adamW' }))).toBeUndefined()
    const ofThePost = resolveOptimizer({ preset: 'post', optimizer: 'adamW' })
    expect(ofThePost.links).toContainEqual({
      name: 'adamW',
      learningRate: 3e-4,
      weightDecay: 0,
      scaleByLearningRate: false,
    })
    expect(describeIdleDecay(ofThePost)).toMatch(
      /^This adamW has a weight decay of 0.* so it is adam\. To decay weights, give/,
    )
    expect(describeIdleDecay(resolveOptimizer({ optimizer: 'nadamW', weightDecay: 0 }))).toMatch(
      /so it is nadam/,
    )
    expect(describeIdleDecay(resolveOptimizer({}))).toBeUndefined()
  })

  it.each(optimizerNames)(
    "has Flux's formulas of a rule that Flux has, and rejects others: %s",
    (optimizer) => {
      for (const options of [{ preset: 'post' }, { formulas: 'flux' }] as const) {
        const resolve = (): unknown => resolveOptimizer({ ...options, optimizer })
        if (ofFlux.includes(optimizer)) expect(resolve).not.toThrow()
        else
          expect(resolve).toThrow(
            new UsageError(
              `Flux 0.12.4 has no ${optimizer}, but --preset post and --formulas flux use the formulas of Flux: expected --formulas paper, or one of ${ofFlux.join(', ')}.`,
            ),
          )
      }
    },
  )

  it('puts decoupled decay after the rule, and L2 before it', () => {
    expect(resolveOptimizer({ preset: 'post', optimizer: 'adam', l2: 0.1, weightDecay: 0.2 })).toEqual({
      name: 'chain',
      links: [
        { name: 'l2', weightDecay: 0.1 },
        { name: 'adam', learningRate: 3e-4 },
        { name: 'decoupledWeightDecay', weightDecay: 0.2 },
      ],
    })
    expect(resolveOptimizer({ optimizer: 'adamW', weightDecay: 0.2, learningRate: 1e-3 })).toEqual({
      name: 'adamW',
      learningRate: 1e-3,
      weightDecay: 0.2,
    })
  })

  it('uses the weight decay of the rule if the rule has one', () => {
    const decaysItself = optimizerNames.filter(
      (optimizer) => resolveOptimizer({ optimizer, l2: 0, weightDecay: 0.2 }).name !== 'chain',
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
    expect(resolveOptimizer({ optimizer: 'lion', l2: 0, weightDecay: 0.2 })).toMatchObject({
      weightDecay: 0.2,
    })
    expect(resolveOptimizer({ optimizer: 'muon', l2: 0, weightDecay: 0 })).toMatchObject({ weightDecay: 0 })
  })

  it.each(optimizerNames)('creates every rule with weight decay: %s', (optimizer) => {
    for (const formulas of ofFlux.includes(optimizer) ? (['flux', 'paper'] as const) : (['paper'] as const)) {
      const { name, options } = createRule(
        resolveOptimizer({ optimizer, formulas, l2: 0.1, weightDecay: 0.01 }),
      )
      expect(name).toBe('chain')
      expect(JSON.stringify(options)).toContain('"weightDecay":0.01')
      expect(JSON.stringify(options)).toContain(`"name":"${optimizer}"`)
    }
  })

  it("uses Flux's formulas where they differ from the paper's", () => {
    const flux = (optimizer: string): unknown =>
      resolveOptimizer({ optimizer, formulas: 'flux', learningRate: 0.1 })
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
    for (const name of ['sgd', 'adam', 'adamax', 'oadam']) expect(flux(name)).toEqual({ name, ...common })
  })

  it('keeps the learning rate 1 of adadelta in the preset, unless one is given', () => {
    const preset = { preset: 'post', optimizer: 'adadelta', l2: 0 } as const
    expect(resolveOptimizer(preset)).toMatchObject({ learningRate: 1 })
    expect(resolveOptimizer({ ...preset, learningRate: 0.5 })).toMatchObject({ learningRate: 0.5 })
  })

  it('lets --optimizer-options override all others', () => {
    const optimizerOptions = {
      epsilon: 1e-4,
      beta1: 0.5,
      learningRate: { name: 'cosine', from: 1e-3, steps: 9 },
    }
    expect(resolveOptimizer({ beta1: 0.8, beta2: 0.99, learningRate: 1, l2: 0, optimizerOptions })).toEqual({
      name: 'adaBelief',
      biasCorrection: false,
      epsilonRoot: 0,
      beta2: 0.99,
      ...optimizerOptions,
    })
  })

  it('rejects an option that the optimizer lacks, and names its options', () => {
    const message = 'Rule "sgd" has no option `beta1`: expected learningRate, momentum, dampening, nesterov.'
    for (const options of [{ beta1: 0.9 }, { optimizerOptions: { beta1: 0.9 } }]) {
      expect(() => resolveOptimizer({ optimizer: 'sgd', ...options })).toThrow(message)
      expect(() => resolveOptimizer({ optimizer: 'sgd', ...options })).toThrow(UsageError)
    }
  })

  it('rejects an option that is out of range, even in a schedule', () => {
    expect(() => resolveOptimizer({ beta1: 1 })).toThrow(UsageError)
    const learningRate = { name: 'cosine', from: 1e-3, step: 9 }
    expect(() => resolveOptimizer({ optimizerOptions: { learningRate } })).toThrow(UsageError)
  })
})
