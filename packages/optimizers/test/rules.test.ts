import { beforeAll, describe, expect, it } from '@jest/globals'
import { memory } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from './cpu-backend.ts'
import { optimizerNames } from '../src/create-rule.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'
import { rules } from './rules.ts'
import { applyStep, run, vector } from './run.ts'

const table = Object.entries(rules)
const tableWithout = (exceptions: readonly string[]) => table.filter(([name]) => !exceptions.includes(name))

/** Rules that start with small steps in this test, and need more steps. */
const slow = ['adadelta', 'sgd']
/** Rules that oscillate across a narrow valley until their steps shrink, with a tolerance. */
const restless: Readonly<Record<string, number>> = {
  adadelta: 0.05,
  adafactor: 0.2,
  'adafactor without scales': 0.2,
  adagrad: 0.05,
  lamb: 0.03,
  lion: 0.03,
  rmsprop: 0.05,
  sgd: 0.2,
}
/** Rules with a shared number that depends on the gradients of all variables. */
const shared = ['prodigy', 'prodigy with bias correction']
/** Rules that depend on sums over elements, such as norms. */
const summing = [
  'adafactor',
  'adafactor without scales',
  'chain(centralize, adaptiveGradientClipping, adam)',
  'lamb',
  'lars',
  'lars with Nesterov momentum',
  ...shared,
]
/** Rules with a shared number that changes while a variable is frozen. */
const counting = [...shared, 'scheduleFreeAdamW']

beforeAll(useCpuBackend)

/** Numbers without ±0, so that a law can be checked to the last bit. */
const number = () => fc.float({ min: -2, max: 2, noNaN: true }).filter((value) => Math.abs(value) > 1e-3)
const problem = () =>
  fc.integer({ min: 1, max: 4 }).chain((size) => {
    const numbers = fc.array(number(), { minLength: size, maxLength: size })
    return fc.record({ initial: numbers, gradients: fc.array(numbers, { minLength: 1, maxLength: 4 }) })
  })
const seeded = (size: number, steps: number) =>
  fc.sample(fc.array(number(), { minLength: size, maxLength: size }), { seed: 3, numRuns: steps })

describe('every rule', () => {
  it('is in the table', () => {
    const names = new Set(Object.values(rules).map(({ name }) => name))
    expect(optimizerNames.filter((name) => !names.has(name))).toEqual([])
  })

  it.each(table)('%s minimizes a parabola', (name, rule) => {
    const target = [1, -1, 1]
    const gradient = (position: number[]) => position.map((x, index) => 2 * (x - target[index]))
    const end = run(rule, [-1, 3, 1], Array(slow.includes(name) ? 3000 : 1000).fill(gradient)).at(-1)!
    end.forEach((x, index) => expect(Math.abs(x - target[index])).toBeLessThan(3e-2))
  })

  it.each(table)('%s minimizes Rosenbrock', (name, rule) => {
    // f(x, y) = (1 − x)² + 100 (y − x²)²: a curved valley, from (0, 0) to (1, 1)
    const loss = ([x, y]: number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2
    const gradient = ([x, y]: number[]) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]
    const end = run(rule, [0, 0], Array(1000).fill(gradient)).at(-1)!
    expect(loss(end)).toBeLessThan(restless[name] ?? 2e-3)
  })

  it.each(table)('%s leaks no tensor', (_, rule) => {
    const before = memory().numTensors
    const a = vector([1, 2], 'a')
    const b = vector([3], 'b')
    const optimizer = toOptimizer(rule)
    applyStep(optimizer, { a: [1, 1], b: [1] })
    const afterFirst = memory().numTensors
    for (let step = 0; step < 3; step++) applyStep(optimizer, { a: [1, -1], b: [0] })
    expect(memory().numTensors).toBe(afterFirst)
    optimizer.dispose()
    a.dispose()
    b.dispose()
    expect(memory().numTensors).toBe(before)
  })

  it.each(table)('%s resumes from saved weights with the same bits', async (_, rule) => {
    const gradients = seeded(3, 20)
    const through = run(rule, [1, 2, 3], gradients)

    const parameter = vector([1, 2, 3], 'w')
    const first = toOptimizer(rule)
    for (const w of gradients.slice(0, 7)) applyStep(first, { w })
    const second = toOptimizer(rule)
    await second.setWeights(await first.getWeights())
    first.dispose()
    for (const w of gradients.slice(7)) applyStep(second, { w })

    expect([...parameter.dataSync()]).toEqual(through.at(-1))
    expect(second.iterations).toBe(20)
    second.dispose()
    parameter.dispose()
  })

  it.each(table)('%s keeps a parameter of 0 while its gradient is 0', (_, rule) => {
    expect(
      run(rule, [0, 0], Array(5).fill([0, 0]))
        .at(-1)!
        .map(Math.abs),
    ).toEqual([0, 0])
  })

  it.each(tableWithout(counting))('%s does not change a frozen variable and its state', (_, rule) => {
    const gradients = seeded(2, 9)
    const expected = run(rule, [1, 2], [...gradients.slice(0, 3), ...gradients.slice(6)]).at(-1)

    const free = vector([5, 6], 'free')
    const frozen = vector([1, 2], 'frozen')
    const optimizer = toOptimizer(rule)
    gradients.forEach((values, step) =>
      applyStep(optimizer, step >= 3 && step < 6 ? { free: values } : { free: values, frozen: values }),
    )
    expect([...frozen.dataSync()]).toEqual(expected)
    optimizer.dispose()
    free.dispose()
    frozen.dispose()
  })

  it.each(tableWithout(shared))(
    '%s keeps state with its variable when the order of gradients changes',
    (_, rule) => {
      const gradients = seeded(2, 6)
      const others = gradients.map((values) => values.map((value) => value * -3))

      const a = vector([1, 2], 'a')
      const b = vector([5, 6], 'b')
      const optimizer = toOptimizer(rule)
      gradients.forEach((values, step) =>
        applyStep(
          optimizer,
          step % 2 === 0 ? { a: values, b: others[step] } : { b: others[step], a: values },
        ),
      )
      expect([...a.dataSync()]).toEqual(run(rule, [1, 2], gradients).at(-1))
      expect([...b.dataSync()]).toEqual(run(rule, [5, 6], others).at(-1))
      optimizer.dispose()
      a.dispose()
      b.dispose()
    },
  )

  it.each(table)('%s mirrors when parameter and gradients change sign', (_, rule) => {
    const negate = (values: readonly number[]) => values.map((value) => -value)
    fc.assert(
      fc.property(problem(), ({ initial, gradients }) => {
        const mirrored = run(rule, negate(initial), gradients.map(negate))
        expect(mirrored.map(negate)).toEqual(run(rule, initial, gradients))
      }),
      { numRuns: 20 },
    )
  })

  it.each(tableWithout(summing))('%s moves each element alone', (_, rule) => {
    const reverse = (values: readonly number[]) => values.toReversed()
    fc.assert(
      fc.property(problem(), ({ initial, gradients }) => {
        const reversed = run(rule, reverse(initial), gradients.map(reverse))
        expect(reversed.map(reverse)).toEqual(run(rule, initial, gradients))
        const first = (values: readonly number[]) => values.slice(0, 1)
        expect(run(rule, first(initial), gradients.map(first))).toEqual(
          run(rule, initial, gradients).map(first),
        )
      }),
      { numRuns: 20 },
    )
  })
})
