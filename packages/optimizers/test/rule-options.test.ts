import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose, tensor2d, tidy, variable } from '@tensorflow/tfjs-core'
import { createRule, optimizerNames } from '../src/create-rule.ts'
import { useEvaluationWeights } from '../src/engine/use-evaluation-weights.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'
import { useCpuBackend } from './cpu-backend.ts'

/** Returns another value of an option, unless `uses` has a value. */
function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  return value === 0 ? 0.5 : 0.7 * Number(value)
}

type Options = Readonly<Record<string, unknown>>
type Uses = Readonly<Record<string, Readonly<Record<string, readonly [value: unknown, others?: Options]>>>>

/**
 * For any rule, then for single rules: the value of an option, and other options without which the option has no
 * effect.
 */
const uses: Uses = {
  '': {
    epsilon: [0.1],
    epsilonRoot: [0.1],
    where: ['kernel', { weightDecay: 0.1 }],
    scaleByLearningRate: [false, { weightDecay: 0.1 }],
  },
  adafactor: {
    clipThreshold: [0.1],
    epsilon1: [0.1],
    epsilon2: [10],
    relativeStep: [false, { learningRate: 1 }],
  },
  amsgrad: { initialAccumulator: [30] },
  lars: { epsilon: [0.1], trustWhere: ['kernel'] },
  muon: {
    iterations: [2],
    adjustLearningRate: ['matchRmsAdamW'],
    where: ['kernel', {}],
    // The options of Adam, which updates the variables that are not hidden weights.
    adamLearningRate: [0.1, { where: 'kernel' }],
    beta1: [0.5, { where: 'kernel' }],
    beta2: [0.5, { where: 'kernel' }],
    epsilon: [0.5, { where: 'kernel' }],
  },
  prodigy: {
    beta3: [0.5, { d0: 0.01, learningRate: 1 }],
    d0: [1e-3],
    dCoefficient: [2, { d0: 0.01, learningRate: 1 }],
    growthRate: [1.1, { d0: 0.01, learningRate: 1 }],
    safeguardWarmup: [true, { d0: 0.01, learningRate: 0.5 }],
  },
  radam: { rectificationThreshold: [6] },
  scheduleFreeAdamW: { warmupSteps: [3], weightPower: [2, { warmupSteps: 5 }] },
  sgd: { dampening: [0.5, { momentum: 0.9 }], nesterov: [true, { momentum: 0.9 }] },
  yogi: { initialAccumulator: [10] },
}

/** The weights of two matrices after some steps of a rule. */
function train(name: string, options: Options): number[] {
  const rule = createRule({ name, ...options })
  const variables = tidy(() =>
    ['kernel', 'other'].map((key) => variable(tensor2d([1, -2, 3, 4, 0.5, -1], [2, 3]), true, key)),
  )
  const optimizer = toOptimizer(rule)
  for (let step = 0; step < 8; step++) {
    tidy(() => {
      const gradients = variables.map((each, index) => {
        const weights = each.dataSync()
        const slopes = [5, 3, -2, 7, 1, -4].map(
          (slope, at) => slope / (step + 1) + weights[at] * (0.5 + index),
        )
        return { name: each.name, tensor: tensor2d(slopes, [2, 3]) }
      })
      optimizer.applyGradients(gradients)
    })
  }
  useEvaluationWeights(optimizer)
  const values = variables.flatMap((each) => [...each.dataSync()])
  optimizer.dispose()
  dispose(variables)
  return values
}

const cases = optimizerNames.flatMap((name) => {
  const defaults = createRule({ name }).options ?? {}
  return [...new Set([...Object.keys(defaults), ...Object.keys(uses[name] ?? {})])].map((option) => {
    const [value, others = {}] =
      uses[name]?.[option] ?? (option in uses[''] ? uses[''][option] : [another(defaults[option])])
    return [name, option, value, others] as const
  })
})

describe('an option of a rule', () => {
  beforeAll(useCpuBackend)

  it.each(cases)('changes the weights: %s, %s', (name, option, value, others) => {
    const rate =
      Object.hasOwn(others, 'learningRate') || option === 'learningRate' ? {} : { learningRate: 0.05 }
    const without = train(name, { ...rate, ...others })
    expect(train(name, { ...rate, ...others, [option]: value })).not.toEqual(without)
  })

  it.each(cases.filter(([, , , others]) => 'weightDecay' in others))(
    'is rejected where nothing decays: %s, %s',
    (name, option, value) => {
      const makes = createRule({ name }).options?.['weightDecay'] !== 0
      const make = (): unknown => createRule({ name, [option]: value })
      if (makes) expect(make).not.toThrow()
      else
        expect(make).toThrow(
          `\`${option}\` has no effect without weight decay: expected \`weightDecay\` too.`,
        )
      expect(() => createRule({ name, weightDecay: 0, [option]: value })).not.toThrow()
    },
  )

  it('is rejected where there is no momentum: dampening of sgd', () => {
    expect(() => createRule({ name: 'sgd', dampening: 0.5 })).toThrow('`dampening` requires momentum')
  })
})
