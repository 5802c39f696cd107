import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitrarySpace } from '../../test/arbitrary-space.ts'
import { checkSpace } from './check-space.ts'

const optimizer = { kind: 'categorical', choices: ['sgd', 'adam'] }
const rate = { kind: 'float', low: 0, high: 1, log: false }
const on = (condition: unknown, parameter: unknown = rate): unknown => ({
  kind: 'conditional',
  condition,
  parameter,
})

describe('checkSpace', () => {
  it('accepts every space of the factories, also by way of JSON', () => {
    fc.assert(
      fc.property(arbitrarySpace, (space) => {
        checkSpace(space)
        checkSpace(JSON.parse(JSON.stringify(space)))
      }),
    )
  })

  it('accepts conditions on conditional parameters', () => {
    checkSpace({
      optimizer,
      a: on({ optimizer: ['sgd'] }, optimizer),
      b: on({ a: ['adam'], optimizer: ['sgd'] }),
    })
  })

  it.each<[unknown, string]>([
    [null, 'A search space must be an object of parameters, got null.'],
    [[rate], `A search space must be an object of parameters, got [${JSON.stringify(rate)}].`],
    [{}, 'The search space has no parameters: it needs at least one.'],
    [
      { rate: { kind: 'categorical', choices: [] } },
      'Search space "rate" is empty: a choice needs at least one value.',
    ],
    [
      { optimizer, a: on({ optimizer: ['sgd'] }, { kind: 'categorical', choices: [] }) },
      'Search space "a" is empty: a choice needs at least one value.',
    ],
    [{ rate: 0.5 }, 'Search space "rate": a parameter must be an object, got 0.5.'],
    [
      { rate: { kind: 'toString' } },
      'Search space "rate": `kind` must be one of categorical, float, int, normal, constant, got "toString".',
    ],
    [{ x: { kind: 'categorical' } }, 'Search space "x": `choices` must be a list, got undefined.'],
    [
      { x: { kind: 'categorical', choices: [['a']] } },
      'Search space "x": `choices[0]` must be a string, a finite number, a boolean or null, got ["a"].',
    ],
    [
      { x: { ...rate, setp: 0.1 } },
      'Search space "x": `setp` is an unknown option: expected one of low, high, log, step.',
    ],
    [{ x: { ...rate, low: '0' } }, 'Search space "x": `low` must be a finite number, got "0".'],
    [{ x: { ...rate, low: 2 } }, 'Search space "x": `high` must be at least `low` (2), got 1.'],
    [{ x: { ...rate, log: undefined } }, 'Search space "x": `log` must be true or false, got undefined.'],
    [
      { x: { kind: 'int', low: 0, high: 1, log: false } },
      'Search space "x": `step` must be a safe integer, got undefined.',
    ],
    [JSON.parse('{"__proto__": {}}'), 'Search space "__proto__": a parameter cannot have this name.'],
    [
      { rate: on({ optimizer: ['sgd'] }), optimizer },
      'Search space "rate": `condition` is on "optimizer", which does not come earlier. Move this parameter after "optimizer".',
    ],
    [
      { rate: on({ rate: [0] }) },
      'Search space "rate": `condition` is on "rate", which does not come earlier. Move this parameter after "rate".',
    ],
    [
      { optimizer, rate: on({ optimiser: ['sgd'] }) },
      'Search space "rate": `condition` is on "optimiser", which is not in the space: expected "optimizer", "rate".',
    ],
    [
      { optimizer, rate: on({ optimizer: ['sgd', 'lion'] }) },
      'Search space "rate": `condition` is on "optimizer" being "lion", but it must be one of "sgd", "adam".',
    ],
    [
      { optimizer, rate: on({ optimizer: 'sgd' }) },
      'Search space "rate": `condition.optimizer` must be a list of at least one value, got "sgd".',
    ],
    [
      { optimizer, rate: on({}) },
      'Search space "rate": `condition` is empty: name a parameter and its values.',
    ],
    [{ rate: on(undefined) }, 'Search space "rate": `condition` must be an object, got undefined.'],
    [
      { optimizer, rate: on({ optimizer: ['sgd'] }, on({ optimizer: ['sgd'] })) },
      'Search space "rate": a condition within a condition: put both into one `condition`; all its entries must hold.',
    ],
    [
      { optimizer, rate: on({ optimizer: ['sgd'] }, { ...rate, high: -1 }) },
      'Search space "rate": `high` must be at least `low` (0), got -1.',
    ],
  ])('rejects %j', (space, message) => {
    expect(() => checkSpace(space)).toThrow(new RangeError(message))
  })

  it('throws only RangeErrors, whatever the input', () => {
    const thing = fc.oneof(
      fc.jsonValue(),
      fc
        .record(
          { kind: fc.constantFrom('categorical', 'float', 'int', 'normal', 'constant', 'conditional') },
          { noNullPrototype: true },
        )
        .chain((base) =>
          fc
            .dictionary(
              fc.constantFrom(
                'choices',
                'probabilities',
                'low',
                'high',
                'log',
                'step',
                'mean',
                'standardDeviation',
                'value',
                'condition',
                'parameter',
              ),
              fc.jsonValue(),
            )
            .map((rest) => ({ ...rest, ...base })),
        ),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string(), thing), (space) => {
        try {
          checkSpace(space)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})
