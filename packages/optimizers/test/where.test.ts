import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose, tensor2d, tidy, variable } from '@tensorflow/tfjs-core'
import { chain } from '../src/kinds/chain.ts'
import { useEvaluationWeights } from '../src/engine/use-evaluation-weights.ts'
import type { Rule } from '../src/engine/rule.ts'
import { adamW } from '../src/rules/adam-w.ts'
import { muon } from '../src/rules/muon.ts'
import { sgd } from '../src/rules/sgd.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'
import { adaptiveGradientClipping } from '../src/transforms/adaptive-gradient-clipping.ts'
import { centralize } from '../src/transforms/centralize.ts'
import { clipByGlobalNorm } from '../src/transforms/clip-by-global-norm.ts'
import { clipByNorm } from '../src/transforms/clip-by-norm.ts'
import { clipByValue } from '../src/transforms/clip-by-value.ts'
import { decoupledWeightDecay } from '../src/transforms/decoupled-weight-decay.ts'
import { ema } from '../src/transforms/ema.ts'
import { freeze } from '../src/transforms/freeze.ts'
import { l1 } from '../src/transforms/l1.ts'
import { l2 } from '../src/transforms/l2.ts'
import { lookahead } from '../src/transforms/lookahead.ts'
import { noise } from '../src/transforms/noise.ts'
import { scaleLearningRate } from '../src/transforms/scale-learning-rate.ts'
import { swa } from '../src/transforms/swa.ts'
import { trustRatio } from '../src/transforms/trust-ratio.ts'
import type { Where } from '../src/kinds/where.ts'
import { useCpuBackend } from './cpu-backend.ts'
import { applyStep, vector } from './run.ts'

const where = 'kernel'
const descent = sgd({ learningRate: 0.1 })
const table: Readonly<Record<string, Rule>> = {
  adaptiveGradientClipping: chain(adaptiveGradientClipping({ where }), descent),
  centralize: chain(centralize({ where }), descent),
  clipByGlobalNorm: chain(clipByGlobalNorm(1, { where }), descent),
  clipByNorm: chain(clipByNorm(1, { where }), descent),
  clipByValue: chain(clipByValue(1, { where }), descent),
  decoupledWeightDecay: chain(descent, decoupledWeightDecay(0.1, { where })),
  ema: chain(descent, ema(0.9, { where })),
  freeze: chain(freeze(where), descent),
  l1: chain(l1(0.1, { where }), descent),
  l2: chain(l2(0.1, { where }), descent),
  lookahead: chain(descent, lookahead({ steps: 3, where })),
  noise: chain(noise({ eta: 1, seed: 1, where }), descent),
  scaleLearningRate: chain(scaleLearningRate(0.5, { where }), descent),
  swa: chain(descent, swa({ start: 1, where })),
  trustRatio: chain(trustRatio({ where }), descent),
}

/** Returns the evaluation weights after three steps of two matrices. */
function train(rule: Rule): number[][] {
  const variables = tidy(() =>
    ['kernel', 'other'].map((name) => variable(tensor2d([1, -2, 3, 4], [2, 2]), true, name)),
  )
  const optimizer = toOptimizer(rule)
  for (let step = 0; step < 3; step++) {
    tidy(() => {
      const gradient = tensor2d([5, 3, -2, 7], [2, 2])
      optimizer.applyGradients({ kernel: gradient, other: gradient })
    })
  }
  useEvaluationWeights(optimizer)
  const weights = variables.map((each) => [...each.dataSync()])
  optimizer.dispose()
  dispose(variables)
  return weights
}

beforeAll(useCpuBackend)

/** Returns the decrease of each named variable in a step with a gradient of 1: 1, or 0 if the variable is frozen. */
function stepsOf(rule: Rule, names: readonly string[]): number[] {
  const variables = names.map((name) => vector([0], name))
  const optimizer = toOptimizer(rule)
  try {
    applyStep(optimizer, Object.fromEntries(names.map((name) => [name, [1]])))
    return variables.map((each) => 0 - each.dataSync()[0])
  } finally {
    optimizer.dispose()
    dispose(variables)
  }
}

describe('`where` matches the names of a model', () => {
  const rule = (where: Where): Rule => chain(freeze(where), sgd({ learningRate: 1 }))

  it('even if another model has the same names', () => {
    const first = [vector([0], 'conv1.weight'), vector([0], 'conv1.bias')]
    expect(stepsOf(rule('^conv1\\.weight$'), ['conv1.weight_1', 'conv1.bias_1'])).toEqual([0, 1])
    expect(stepsOf(rule('^(?!conv1\\.weight$)'), ['conv1.weight_1', 'conv1.bias_1'])).toEqual([1, 0])
    expect(
      stepsOf(
        rule((name) => name === 'conv1.weight'),
        ['conv1.weight_1', 'conv1.bias_1'],
      ),
    ).toEqual([0, 1])
    expect(stepsOf(rule('weight$'), ['conv1.weight_1'])).toEqual([0])
    dispose(first)
  })

  it('even after that model was disposed', () => {
    expect(stepsOf(rule('^conv1\\.weight$'), ['conv1.weight_2', 'conv1.bias_2'])).toEqual([0, 1])
  })

  it('also where training weights are averaged, and after the state is restored', async () => {
    const first = vector([0], 'w')
    const second = vector([0], 'w_1')
    const averaging = (): Rule => chain(sgd({ learningRate: 1 }), ema(0.5, { where: '^w$' }))
    const optimizer = toOptimizer(averaging())
    for (let step = 0; step < 2; step++) applyStep(optimizer, { w_1: [1] })
    const restored = toOptimizer(averaging())
    await restored.setWeights(await optimizer.getWeights())
    useEvaluationWeights(restored)
    expect(second.dataSync()[0]).toBe(-1.25) // the mean of 0, −1 and −2, the later twice the weight
    for (const each of [optimizer, restored, first, second]) each.dispose()
  })

  it("takes a user's own numbers for a part of the name", () => {
    expect(stepsOf(rule('^block_1$'), ['block', 'block_1', 'block_2'])).toEqual([1, 0, 1])
    expect(stepsOf(rule('^block$'), ['block', 'block_1', 'block_2'])).toEqual([0, 1, 1])
    expect(stepsOf(rule('^block_1$'), ['block_1', 'block_2'])).toEqual([0, 1])
    expect(stepsOf(rule('^base_1$'), ['base_1', 'head'])).toEqual([0, 1])
  })
})

describe('a pattern that matches no variable', () => {
  it.each(Object.entries(table))('is rejected before the first step: %s', (_, rule) => {
    expect(() => stepsOf(rule, ['kernle', 'bias'])).toThrow(
      new RangeError('`where` must match the name of a trained variable (kernle, bias), got "kernel".'),
    )
  })

  it('changes nothing, neither variables nor state', async () => {
    const variable = vector([5], 'kernle')
    const optimizer = toOptimizer(table.l2)
    expect(() => applyStep(optimizer, { kernle: [1] })).toThrow(RangeError)
    expect([...variable.dataSync()]).toEqual([5])
    expect(optimizer.iterations).toBe(0)
    optimizer.dispose()
    variable.dispose()
  })

  it('is rejected by muon and by rules that decay too', () => {
    for (const rule of [muon({ where: '^hiden' }), adamW({ where: '^hiden' })])
      expect(() => stepsOf(rule, ['hidden'])).toThrow('(hidden), got "^hiden"')
  })

  it('may match a variable that an earlier link froze', () => {
    expect(stepsOf(chain(freeze('^a$'), l2(1, { where: '^a$' }), descent), ['a', 'b'])).toEqual([
      0,
      expect.closeTo(0.1),
    ])
  })
})

describe('a transform with `where`', () => {
  it.each(Object.entries(table))('is for the variables that match alone: %s', (_, rule) => {
    const [kernel, other] = train(rule)
    const [plain] = train(descent)
    expect(kernel).not.toEqual(plain)
    expect(other).toEqual(plain)
  })
})
