import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { expectNoLeaks } from '../../test/no-leaks.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { createOptimizer } from '../create-rule.ts'
import { registerOptimizers } from '../register-optimizers.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { cosine } from '../schedules/cosine.ts'
import { exponential } from '../schedules/exponential.ts'
import { linear } from '../schedules/linear.ts'
import { reduceOnPlateau } from '../schedules/reduce-on-plateau.ts'
import type { Plateau } from '../schedules/reduce-on-plateau.ts'
import { warmup } from '../schedules/warmup.ts'
import { RuleOptimizer, toOptimizer } from './to-optimizer.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import { l2 } from '../transforms/l2.ts'

beforeAll(useCpuBackend)

expectNoLeaks()

const gradients = [
  [1, -2],
  [0.5, 3],
  [-1, 1],
  [2, 0.25],
  [-0.5, -0.5],
]

/** Saves and loads an optimizer as tfjs-layers does with a model. */
function saveAndLoad(optimizer: RuleOptimizer): RuleOptimizer {
  registerOptimizers()
  const config = JSON.parse(JSON.stringify(optimizer.getConfig())) as ReturnType<RuleOptimizer['getConfig']>
  return RuleOptimizer.fromConfig(RuleOptimizer, config) as RuleOptimizer
}

describe('schedules of hyper-parameters', () => {
  it('are equal to their values set by hand at each step', async () => {
    const rate = warmup(cosine({ from: 0.5, steps: 3 }), { steps: 2 })
    const beta1 = linear({ from: 0.9, to: 0.5, steps: 4 })
    const epsilon = exponential({ from: 0.1, rate: 0.5 })
    const scheduled = run(adam({ learningRate: rate, beta1, epsilon }), [1, 2], gradients)

    const x = vector([1, 2], 'x')
    let optimizer = toOptimizer(adam())
    const byHand = []
    for (const [step, values] of gradients.entries()) {
      const options = { learningRate: rate(step), beta1: beta1(step), epsilon: epsilon(step) }
      const next = toOptimizer(adam(options))
      await next.setWeights(await optimizer.getWeights())
      optimizer.dispose()
      optimizer = next
      applyStep(optimizer, { x: values })
      byHand.push([...x.dataSync()])
    }
    expect(scheduled).toEqual(byHand)
    x.dispose()
    optimizer.dispose()
  })

  it('work in every link of a chain', () => {
    const [decay, rate] = [linear({ from: 0, to: 0.5, steps: 2 }), linear({ from: 1, to: 0, steps: 2 })]
    const path = run(chain(l2(decay), sgd({ learningRate: rate })), [8], [[1], [1], [1]])
    // 8 − 1 (1 + 0·8) = 7, then 7 − ½ (1 + ¼·7) = 5.625, then the learning rate is 0
    expect(path).toEqual([[7], [5.625], [5.625]])
  })

  it('may be any function', () => {
    expect(run(sgd({ learningRate: (step) => step }), [8], [[1], [1], [1]])).toEqual([[8], [7], [5]])
  })

  it('throw at the step at which they leave their range, before anything changes', async () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(chain(adam({ beta1: linear({ from: 0.5, to: 1, steps: 2 }) })))
    for (let step = 0; step < 2; step++) applyStep(optimizer, { x: [1] })
    const read = async (): Promise<unknown> => {
      const weights = (await optimizer.getWeights()).map(({ name, tensor }) => [name, [...tensor.dataSync()]])
      return [...weights, [...x.dataSync()]]
    }
    const before = await read()
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(() => applyStep(optimizer, { x: [1] })).toThrow(
        new RangeError('`beta1` must be in [0, 1), got 1 at step 2.'),
      )
    }
    expect(await read()).toEqual(before)
    x.dispose()
    optimizer.dispose()
  })

  it('throw before anything changes, also in a later link', () => {
    const x = vector([1], 'x')
    const decay = decoupledWeightDecay((step) => 1 - step)
    const optimizer = toOptimizer(chain(sgd({ learningRate: 0.5 }), decay))
    applyStep(optimizer, { x: [1] })
    applyStep(optimizer, { x: [1] })
    const before = [...x.dataSync()]
    expect(() => applyStep(optimizer, { x: [1] })).toThrow(
      new RangeError('`weightDecay` must be a non-negative number, got -1 at step 2.'),
    )
    expect([...x.dataSync()]).toEqual(before)
    expect(optimizer.iterations).toBe(2)
    x.dispose()
    optimizer.dispose()
  })
})

describe('optimizer.learningRate', () => {
  it('is the value of the next step', () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(sgd({ learningRate: linear({ from: 4, to: 0, steps: 4 }) }))
    const seen = [optimizer.learningRate]
    for (let step = 0; step < 5; step++) {
      applyStep(optimizer, { x: [0] })
      seen.push(optimizer.learningRate)
    }
    expect(seen).toEqual([4, 3, 2, 1, 0, 0])
    x.dispose()
    optimizer.dispose()
  })

  it('can be set to a schedule, which counts all steps so far, and back to a number', () => {
    const x = vector([16], 'x')
    const optimizer = toOptimizer(sgd({ learningRate: 1 }))
    applyStep(optimizer, { x: [1] })
    const line = linear({ from: 4, to: 0, steps: 4 })
    optimizer.learningRate = line
    expect(optimizer.schedule).toBe(line)
    expect(optimizer.learningRate).toBe(3)
    applyStep(optimizer, { x: [1] })
    expect([...x.dataSync()]).toEqual([12])
    optimizer.learningRate = 0.5
    expect(optimizer.schedule).toBeUndefined()
    applyStep(optimizer, { x: [1] })
    expect([...x.dataSync()]).toEqual([11.5])
    x.dispose()
    optimizer.dispose()
  })

  it('throws where a schedule leaves the range', () => {
    const optimizer = toOptimizer(sgd({ learningRate: () => NaN }))
    expect(() => optimizer.learningRate).toThrow(
      new RangeError('`learningRate` must be a non-negative number, got NaN at step 0.'),
    )
    expect(() => (optimizer.learningRate = '0.1' as never)).toThrow(
      new RangeError('`learningRate` must be a non-negative number, got "0.1".'),
    )
  })
})

describe('an optimizer with schedules that is saved', () => {
  it('continues with the same bits', async () => {
    const rule = chain(
      l2(exponential({ from: 0.1, rate: 0.5 })),
      adam({
        learningRate: warmup(cosine({ from: 0.5, steps: 3 }), { steps: 2 }),
        beta2: linear({ from: 0.9, to: 0.99, steps: 4 }),
      }),
    )
    const x = vector([1, 2], 'x')
    const first = toOptimizer(rule)
    for (const values of gradients.slice(0, 3)) applyStep(first, { x: values })
    const second = saveAndLoad(first)
    await second.setWeights(await first.getWeights())
    expect(second.learningRate).toBe(first.learningRate)
    expect(second.getConfig()).toEqual(first.getConfig())
    first.dispose()
    for (const values of gradients.slice(3)) applyStep(second, { x: values })
    expect([...x.dataSync()]).toEqual(run(rule, [1, 2], gradients).at(-1))
    x.dispose()
    second.dispose()
  })

  it('remembers the metrics that were reported to its schedule', () => {
    const plateau = reduceOnPlateau({ from: 8, factor: 0.5, patience: 1 })
    const optimizer = toOptimizer(sgd({ learningRate: plateau }))
    for (const loss of [1, 1]) plateau.report(loss)
    const again = saveAndLoad(optimizer)
    const reloaded = again.schedule as Plateau
    expect(again.learningRate).toBe(8)
    reloaded.report(1)
    expect([again.learningRate, optimizer.learningRate]).toEqual([4, 8])
  })

  it('rejects a function that cannot be saved', () => {
    const message = (option: string): string =>
      `\`${option}\` is a function without toJSON(), which cannot be saved. Use a number, a string or a schedule of this ` +
      'package, or add a toJSON() to the function.'
    const byHand = (step: number): number => 1 / (1 + step)
    expect(() => toOptimizer(sgd({ momentum: byHand })).getConfig()).toThrow(
      new TypeError(message('momentum')),
    )
    expect(() => toOptimizer(sgd({ learningRate: warmup(byHand, { steps: 2 }) })).getConfig()).toThrow(
      new TypeError(message('schedule')),
    )
    const optimizer = toOptimizer(sgd())
    optimizer.learningRate = byHand
    expect(() => optimizer.getConfig()).toThrow(new TypeError(message('learningRate')))
    expect(() => toOptimizer(chain(l2(0.1, { where: () => true }), sgd())).getConfig()).toThrow(
      new TypeError(message('where')),
    )
  })
})

describe('createOptimizer', () => {
  it('creates schedules, also nested and inside chains', () => {
    const optimizer = createOptimizer({
      name: 'chain',
      links: [
        { name: 'l2', weightDecay: { name: 'linear', from: 0.5, to: 0, steps: 4 } },
        {
          name: 'adam',
          learningRate: { name: 'warmup', schedule: { name: 'cosine', from: 0.5, steps: 4 }, steps: 2 },
        },
      ],
    })
    const rule = chain(
      l2(linear({ from: 0.5, to: 0, steps: 4 })),
      adam({ learningRate: warmup(cosine({ from: 0.5, steps: 4 }), { steps: 2 }) }),
    )
    expect(optimizer.learningRate).toBe(0)
    expect(run(optimizer.rule, [1, 2], gradients)).toEqual(run(rule, [1, 2], gradients))
  })

  it('has the learning rate of the rule if none is given', () => {
    expect(createOptimizer({ name: 'adam' }).learningRate).toBe(1e-3)
    expect(createOptimizer({ name: 'sgd', learningRate: undefined }).learningRate).toBe(1e-2)
  })
})
