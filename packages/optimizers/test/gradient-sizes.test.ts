import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { chain } from '../src/kinds/chain.ts'
import type { Rule } from '../src/engine/rule.ts'
import { adaBelief } from '../src/rules/ada-belief.ts'
import { adadelta } from '../src/rules/adadelta.ts'
import { adafactor } from '../src/rules/adafactor.ts'
import { adagrad } from '../src/rules/adagrad.ts'
import { adam } from '../src/rules/adam.ts'
import { adamax } from '../src/rules/adamax.ts'
import { adamW } from '../src/rules/adam-w.ts'
import { adan } from '../src/rules/adan.ts'
import { amsgrad } from '../src/rules/amsgrad.ts'
import { lamb } from '../src/rules/lamb.ts'
import { lars } from '../src/rules/lars.ts'
import { lion } from '../src/rules/lion.ts'
import { muon } from '../src/rules/muon.ts'
import { nadam } from '../src/rules/nadam.ts'
import { nadamW } from '../src/rules/nadam-w.ts'
import { oadam } from '../src/rules/oadam.ts'
import { prodigy } from '../src/rules/prodigy.ts'
import { rmsprop } from '../src/rules/rmsprop.ts'
import { scheduleFreeAdamW } from '../src/rules/schedule-free-adam-w.ts'
import { sgd } from '../src/rules/sgd.ts'
import { yogi } from '../src/rules/yogi.ts'
import { accumulate } from '../src/transforms/accumulate.ts'
import { adaptiveGradientClipping } from '../src/transforms/adaptive-gradient-clipping.ts'
import { centralize } from '../src/transforms/centralize.ts'
import { clipByGlobalNorm } from '../src/transforms/clip-by-global-norm.ts'
import { clipByNorm } from '../src/transforms/clip-by-norm.ts'
import { decoupledWeightDecay } from '../src/transforms/decoupled-weight-decay.ts'
import { l2 } from '../src/transforms/l2.ts'
import { lookahead } from '../src/transforms/lookahead.ts'
import { trustRatio } from '../src/transforms/trust-ratio.ts'
import { useCpuBackend } from './cpu-backend.ts'
import { rules } from './rules.ts'
import { run, runTrajectory } from './run.ts'

const epsilon = 0

/** Rules that normalize gradients: without ε, gradients 2ᵏ times as large cause the same steps. */
const scaleFree: Readonly<Record<string, Rule>> = {
  adam: adam({ epsilon }),
  adamW: adamW({ epsilon }),
  nadam: nadam({ epsilon }),
  'nadam with a warm-up': nadam({ epsilon, beta2InRoot: true, momentumDecay: 4e-3 }),
  nadamW: nadamW({ epsilon }),
  amsgrad: amsgrad({ epsilon }),
  adamax: adamax({ epsilon }),
  adaBelief: adaBelief({ epsilon, epsilonRoot: 0 }),
  adan: adan({ epsilon, epsilonRoot: 0, weightDecay: 0.01 }),
  oadam: oadam({ epsilon }),
  yogi: yogi({ epsilon, initialAccumulator: 0 }),
  rmsprop: rmsprop({ epsilon }),
  'rmsprop, centered, with momentum': rmsprop({ epsilon, centered: true, momentum: 0.9 }),
  adagrad: adagrad({ epsilon, learningRateDecay: 0.1 }),
  // The first step needs an ε: negligible compared with v, and large enough that ε / v is no denormal number.
  adadelta: adadelta({ epsilon: 1e-26, learningRate: 1e12 }),
  adafactor: adafactor({ epsilon1: 0 }),
  lamb: lamb({ epsilon, weightDecay: 0.01 }),
  lars: lars({ nesterov: true }),
  lion: lion({ weightDecay: 0.1 }),
  muon: muon({ epsilon }),
  prodigy: prodigy({ epsilon, d0: 0.01, biasCorrection: true }),
  scheduleFreeAdamW: scheduleFreeAdamW({ epsilon }),
  'chain(trustRatio, sgd)': chain(trustRatio(), sgd()),
  'chain(clipByNorm, sgd)': chain(clipByNorm(1e-9), sgd({ learningRate: 1e6 })),
  'chain(clipByGlobalNorm, sgd)': chain(clipByGlobalNorm(1e-9), sgd({ learningRate: 1e6 })),
  'chain(adaptiveGradientClipping, sgd)': chain(
    adaptiveGradientClipping({ clipping: 1e-9 }),
    sgd({ learningRate: 1e6 }),
  ),
}

/** Rules for which gradients 2ᵏ times as large cause steps 2ᵏ times as large. */
const linear: Readonly<Record<string, Rule>> = {
  sgd: sgd(),
  'sgd with momentum': sgd({ momentum: 0.9, dampening: 0.5 }),
  'sgd with Nesterov momentum': sgd({ momentum: 0.9, nesterov: true }),
  'chain(centralize, l2, sgd)': chain(centralize(), l2(0.1), sgd()),
  'chain(accumulate, sgd, decoupledWeightDecay, lookahead)': chain(
    accumulate(2),
    sgd(),
    decoupledWeightDecay(0.1),
    lookahead({ steps: 2 }),
  ),
}

/** Rules that start as momentum and continue as Adam. */
const neither = ['radam']

const shapes = { w: [2, 3], b: [2] }
const zeros = { w: [0, 0, 0, 0, 0, 0], b: [0, 0] }
const numbers = (length: number) =>
  fc.array(
    fc.float({ min: -2, max: 2, noNaN: true }).filter((value) => Math.abs(value) > 1e-3),
    { minLength: length, maxLength: length },
  )
const tensors = fc.record({ w: numbers(6), b: numbers(2) })
const steps = fc.array(tensors, { minLength: 1, maxLength: 8 })
const exponent = fc.integer({ min: -16, max: 16 })
/** Muon divides by a norm of at least 1e-7, so smaller gradients take smaller steps. */
const exponentOfMuon = fc.integer({ min: -4, max: 16 })

type Tensors = Record<string, number[]>
const scale = (values: Tensors, factor: number): Tensors =>
  Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.map((value) => value * factor)]))

beforeAll(useCpuBackend)

describe('gradients far from 1', () => {
  const sizes = [1e30, -1e30, 1e-40, -1e-40, 1, -1, 0]
  const rotated = sizes.map((_, step) => [...sizes.slice(step), ...sizes.slice(0, step)])
  const ordinary = Array<number[]>(5).fill([1, -1, 0.5, -0.5, 0.1, -0.1, 1e-3])
  const initial = [0.5, -0.5, 0.25, -0.25, 1, -1, 0]

  it.each(Object.entries(rules))('keep parameters finite: %s', (_, rule) => {
    const infinite = (path: number[][]) => path.flat().filter((value) => !Number.isFinite(value))
    expect(infinite(run(rule, initial, [...rotated, ...ordinary]))).toEqual([])
    for (const size of sizes) {
      // A single element, so that no other element counts in the norm.
      const gradients = [...Array<number>(10).fill(size), 1, -1, size].map((value) => [value])
      expect(infinite(run(rule, [0.5], gradients))).toEqual([])
    }
  })
})

describe('gradients 2ᵏ times as large', () => {
  it.each(Object.entries(scaleFree))('make the same steps to the last bit: %s', (name, rule) => {
    fc.assert(
      fc.property(tensors, steps, name === 'muon' ? exponentOfMuon : exponent, (initial, gradients, k) => {
        const scaled = gradients.map((each) => scale(each, 2 ** k))
        const end = runTrajectory(rule, { shapes, initial, gradients: scaled })
        expect(end).toEqual(runTrajectory(rule, { shapes, initial, gradients }))
      }),
      { numRuns: 20 },
    )
  })

  it.each(Object.entries(linear))('make steps 2ᵏ times as large: %s', (_, rule) => {
    fc.assert(
      fc.property(steps, exponent, (gradients, k) => {
        const scaled = gradients.map((each) => scale(each, 2 ** k))
        const end = runTrajectory(rule, { shapes, initial: zeros, gradients: scaled })
        expect(end).toEqual(scale(runTrajectory(rule, { shapes, initial: zeros, gradients }), 2 ** k))
      }),
      { numRuns: 20 },
    )
  })

  it('include every rule in one of these laws', () => {
    const names = (table: typeof rules) => Object.values(table).map(({ name }) => name)
    const covered = new Set([...names(scaleFree), ...names(linear), ...neither])
    expect(names(rules).filter((name) => !covered.has(name))).toEqual([])
  })
})
