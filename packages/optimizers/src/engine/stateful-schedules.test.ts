import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { expectNoLeaks } from '../../test/no-leaks.ts'
import { applyStep, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import type { Rule } from './rule.ts'
import { adam } from '../rules/adam.ts'
import { muon } from '../rules/muon.ts'
import { sgd } from '../rules/sgd.ts'
import { join } from '../schedules/join.ts'
import { reduceOnPlateau } from '../schedules/reduce-on-plateau.ts'
import type { Plateau } from '../schedules/reduce-on-plateau.ts'
import type { Schedule } from '../options/schedule.ts'
import { warmup } from '../schedules/warmup.ts'
import { toOptimizer } from './to-optimizer.ts'
import type { RuleOptimizer } from './to-optimizer.ts'
import { l2 } from '../transforms/l2.ts'

beforeAll(useCpuBackend)

expectNoLeaks()

const plateau = (from = 0.1): Plateau => reduceOnPlateau({ from, factor: 0.5, patience: 0 })

/** Takes steps, each followed by the report of a loss, and returns the parameter after each step. */
function train(optimizer: RuleOptimizer, steps: number, from: readonly number[]): number[] {
  const x = vector(from, 'x')
  for (let step = 0; step < steps; step++) {
    applyStep(optimizer, { x: [1, -0.5] })
    for (const each of optimizer.plateaus) each.report(1 / 3)
  }
  const end = [...x.dataSync()]
  x.dispose()
  return end
}

const table: Readonly<Record<string, () => Rule>> = {
  'the learning rate': () => sgd({ learningRate: plateau() }),
  'a decay rate': () => adam({ learningRate: 0.1, beta1: plateau(0.9) }),
  'a warmup': () => sgd({ learningRate: warmup(plateau(), { steps: 2 }) }),
  'a join': () => sgd({ learningRate: join({ schedules: [0.1, plateau()], boundaries: [1] }) }),
  'a plateau of a plateau': () => sgd({ learningRate: reduceOnPlateau({ from: plateau(), patience: 1 }) }),
  'two links of a chain': () => chain(l2(plateau(0.5)), adam({ learningRate: plateau() })),
  'a chain inside a chain': () => chain(chain(l2(plateau(0.5))), sgd({ learningRate: 0.1 })),
  "muon's Adam": () => muon({ adamLearningRate: plateau() }),
}

describe('an optimizer with schedules that have memory', () => {
  it.each(Object.entries(table))('continues where it was, to the same bits: %s', async (_, rule) => {
    const whole = toOptimizer(rule())
    const expected = train(whole, 6, [1, 2])
    const first = toOptimizer(rule())
    const middle = train(first, 3, [1, 2])
    const second = toOptimizer(rule())
    await second.setWeights(await first.getWeights())
    expect(train(second, 3, middle)).toEqual(expected)
    const unreported = toOptimizer(rule())
    expect(train(Object.defineProperty(unreported, 'plateaus', { value: [] }), 6, [1, 2])).not.toEqual(
      expected,
    )
    for (const each of [whole, first, second, unreported]) each.dispose()
  })

  it('keeps float64 numbers exactly, and an absent best metric', async () => {
    const [saved, restored] = [plateau(), plateau()]
    const [first, second] = [saved, restored].map((learningRate) => toOptimizer(sgd({ learningRate })))
    restored.report(0.1)
    await second.setWeights(await first.getWeights())
    expect(restored.state).toEqual({ bad: 0, cooldown: 0, scale: 1 })
    saved.report(0.1 + 0.2)
    await second.setWeights(await first.getWeights())
    expect(restored.state.best).toBe(0.1 + 0.2)
    for (const each of [first, second]) each.dispose()
  })

  it("keeps the state of a schedule of one's own", async () => {
    const halving = (): Schedule => {
      const schedule = Object.assign((): number => 0.1 * schedule.state.scale, { state: { scale: 1 } })
      return schedule
    }
    const schedule = halving()
    const first = toOptimizer(sgd({ learningRate: schedule }))
    schedule.state = { scale: 0.5 }
    const second = toOptimizer(sgd({ learningRate: halving() }))
    await second.setWeights(await first.getWeights())
    expect(second.learningRate).toBe(0.05)
    for (const each of [first, second]) each.dispose()
  })

  it('saves the schedule that was set in place of the first', async () => {
    const optimizer = toOptimizer(sgd({ learningRate: plateau() }))
    const other = plateau(0.2)
    optimizer.learningRate = other
    expect(optimizer.plateaus).toEqual([other])
    optimizer.dispose()
  })

  it('rejects weights without the states of schedules, and states without schedules', async () => {
    const broken = Object.assign(() => 1, { state: 7 })
    const [plain, reduced, other] = [0.1, plateau(), broken].map((learningRate) =>
      toOptimizer(sgd({ learningRate })),
    )
    const advice = 'Restore the weights into an optimizer with the same rule and schedules.'
    await expect(reduced.setWeights(await plain.getWeights())).rejects.toThrow(
      new RangeError(
        `Optimizer weights do not fit the rule's schedules: expected the states of 1, got 0. ${advice}`,
      ),
    )
    await expect(plain.setWeights(await reduced.getWeights())).rejects.toThrow(
      'expected the states of 0, got 1',
    )
    await expect(reduced.setWeights(await other.getWeights())).rejects.toThrow(
      '`state` must be the state in the result of toJSON(), got 7.',
    )
    for (const each of [plain, reduced, other]) each.dispose()
  })
})
