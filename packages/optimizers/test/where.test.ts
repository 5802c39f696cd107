import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose, tensor2d, tidy, variable } from '@tensorflow/tfjs-core'
import { chain } from '../src/chain.ts'
import { useEvaluationWeights } from '../src/evaluation-weights.ts'
import type { Rule } from '../src/rule.ts'
import { sgd } from '../src/rules/sgd.ts'
import { toOptimizer } from '../src/to-optimizer.ts'
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
import { useCpuBackend } from './cpu-backend.ts'

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

/** The weights to evaluate with after three steps of two matrices. */
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

describe('a transform with `where`', () => {
  it.each(Object.entries(table))('is for the variables that match alone: %s', (_, rule) => {
    const [kernel, other] = train(rule)
    const [plain] = train(descent)
    expect(kernel).not.toEqual(plain)
    expect(other).toEqual(plain)
  })
})
