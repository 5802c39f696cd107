import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { memory } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from './cpu-backend.ts'
import { registerFakeKernels } from './fake-kernels.ts'
import { matrixRun } from './run-matrix.ts'
import { adafactor } from '../src/rules/adafactor.ts'
import { muon } from '../src/rules/muon.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'

const table = Object.entries({
  adafactor: adafactor({ weightDecay: 0.1 }),
  muon: muon(),
})

const shape = [2, 1, 2, 3]
const numbers = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 })
const gradients = fc.sample(numbers, { seed: 5, numRuns: 8 })

beforeAll(useCpuBackend)

// The table of test/rules.ts runs on vectors, which these rules do not treat as matrices.
describe('a rule of matrices, on a kernel', () => {
  const cleanups: (() => void)[] = []
  afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()))

  it.each(table)('leaks no tensor: %s', async (_, rule) => {
    const before = memory().numTensors
    const [early, late] = await matrixRun(rule, shape, (_, apply) => {
      return gradients.map((gradient) => (apply(gradient), memory().numTensors)).slice(-2)
    })
    expect(late).toBe(early)
    expect(memory().numTensors).toBe(before)
  })

  it.each(table)('resumes from saved weights to the same bits: %s', async (_, rule) => {
    const through = await matrixRun(rule, shape, (_, apply) => gradients.map(apply).at(-1))
    const resumed = await matrixRun(rule, shape, async (second, apply) => {
      const first = toOptimizer(rule)
      const ownApply = second.applyGradients.bind(second)
      second.applyGradients = first.applyGradients.bind(first)
      gradients.slice(0, 3).forEach(apply)
      await second.setWeights(await first.getWeights())
      first.dispose()
      second.applyGradients = ownApply
      return gradients.slice(3).map(apply).at(-1)
    })
    expect(resumed).toEqual(through)
  })

  it.each(table)('has the same bits with kernels and with ops: %s', async (_, rule) => {
    const all = () => matrixRun(rule, shape, (_, apply) => gradients.map(apply))
    const byOps = await all()
    const { calls, unregister } = registerFakeKernels('cpu')
    cleanups.push(unregister)
    expect(await all()).toEqual(byOps)
    expect(calls.length).toBeGreaterThan(0)
  })

  it.each(table)('mirrors when parameter and gradients change sign: %s', async (_, rule) => {
    const path = (sign: number) =>
      matrixRun(
        rule,
        shape,
        (_, apply) => gradients.map((gradient) => apply(gradient.map((value) => sign * value))),
        sign,
      )
    const mirrored = await path(-1)
    expect(mirrored.map((values) => values.map((x) => -x))).toEqual(await path(1))
  })
})
