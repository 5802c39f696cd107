import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../test/cpu-backend.ts'
import { rules } from '../test/rules.ts'
import { run } from '../test/run.ts'
import { createRule } from './create-rule.ts'
import { elementwise } from './kinds/elementwise.ts'
import { ruleConfig } from './engine/rule.ts'
import type { Rule, RuleConfig } from './engine/rule.ts'
import { declareOptions } from './options/declare-options.ts'
import { fixed, nonNegative } from './options/option.ts'

beforeAll(useCpuBackend)

function signDescent(options: { learningRate?: number } = {}): Rule {
  return elementwise({
    name: 'signDescent',
    slots: [],
    options: declareOptions(options, { learningRate: fixed(nonNegative(0.5)) }),
    step: (gradient, state, context) => ({
      update: gradient.sign().mul(-context.learningRate),
      state,
    }),
  })
}

describe('createRule', () => {
  it.each(Object.entries(rules))('makes %s again from its config as JSON', (_, rule) => {
    const config = JSON.parse(JSON.stringify(ruleConfig(rule))) as RuleConfig
    const again = createRule(config)
    expect(ruleConfig(again)).toEqual(config)
    const gradients = [
      [1, -2],
      [0.5, 3],
      [-1, 1],
    ]
    expect(run(again, [1, 2], gradients)).toEqual(run(rule, [1, 2], gradients))
  })

  it('fills in defaults', () => {
    expect(createRule({ name: 'nadam' }).options).toEqual({
      learningRate: 1e-3,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      beta2InRoot: false,
      momentumDecay: 0,
    })
  })

  it('creates rules of other packages, also inside a chain', () => {
    const links: RuleConfig[] = [
      { name: 'l2', weightDecay: 0 },
      { name: 'signDescent', learningRate: 2 },
    ]
    const rule = createRule({ name: 'chain', links }, { signDescent })
    expect(run(rule, [1, 1], [[0.1, -7]])).toEqual([[-1, 3]])
  })

  it('lists the names if a name is unknown', () => {
    expect(() => createRule({ name: 'adabelief' })).toThrow(
      /^Rule "adabelief" is unknown: expected one of (\w+, )*adaBelief, (\w+, )*l2, (\w+, )*sgd, \w+/,
    )
    expect(() => createRule({ name: 'toString' })).toThrow(RangeError)
  })

  it('lists the options if an option is unknown', () => {
    expect(() => createRule({ name: 'sgd', learning_rate: 0.1 })).toThrow(
      new RangeError(
        'Rule "sgd" has no option `learning_rate`: expected learningRate, momentum, dampening, nesterov.',
      ),
    )
  })

  it('checks the options', () => {
    expect(() => createRule({ name: 'adam', beta1: '0.9' })).toThrow('`beta1` must be in [0, 1), got "0.9".')
    expect(() => createRule({ name: 'l2' })).toThrow(
      '`weightDecay` must be a non-negative number, got undefined.',
    )
    expect(() => createRule({ name: 'chain' })).toThrow('A chain needs at least one link, got none.')
  })

  it('requires an object with a name, also for the links of a chain', () => {
    const wrong: [unknown, string][] = [
      [null, 'null'],
      [undefined, 'undefined'],
      ['adam', '"adam"'],
      [['adam'], '["adam"]'],
      [{ rule: 'adam' }, '{"rule":"adam"}'],
      [{ name: null }, '{"name":null}'],
    ]
    for (const [config, got] of wrong) {
      const error = new RangeError(`A rule's config must be an object with the rule's \`name\`, got ${got}.`)
      expect(() => createRule(config as RuleConfig)).toThrow(error)
      expect(() => createRule({ name: 'chain', links: [config] })).toThrow(error)
    }
    expect(() => createRule({ name: 'chain', links: 'adam' })).toThrow(
      new RangeError('`links` must be a list of rules\' configs, got "adam".'),
    )
  })

  it('shows a value of the wrong type as JSON', () => {
    const wrong: [unknown, string][] = [
      [null, 'null'],
      [[0.9], '[0.9]'],
      [true, 'true'],
      [{ from: 1 }, '{"from":1}'],
    ]
    for (const [beta1, got] of wrong) {
      expect(() => createRule({ name: 'adam', beta1 })).toThrow(
        new RangeError(`\`beta1\` must be in [0, 1), got ${got}.`),
      )
    }
    expect(() => createRule({ name: 'sgd', momentum: 0.9, nesterov: 'true' })).toThrow(
      new RangeError('`nesterov` must be true or false, got "true".'),
    )
    for (const where of [3, null, ['kernel']]) {
      expect(() => createRule({ name: 'l2', weightDecay: 0.1, where })).toThrow(
        new RangeError(
          `\`where\` must be a regular expression for variable names, got ${JSON.stringify(where)}.`,
        ),
      )
    }
  })

  it('names an unknown schedule, and a wrong option of a schedule', () => {
    const schedule = { name: 'warmup', schedule: { name: 'cosin', from: 1, steps: 4 }, steps: 2 }
    expect(() => createRule({ name: 'adam', beta1: schedule })).toThrow(
      /^Schedule "cosin" is unknown: expected one of constant, cosine, /,
    )
    expect(() => createRule({ name: 'adam', learningRate: { name: 'cosine', from: '1', steps: 4 } })).toThrow(
      '`from` must be a non-negative number, got "1".',
    )
    expect(() =>
      createRule({ name: 'adam', learningRate: { name: 'linear', from: 1, to: 0, step: 4 } }),
    ).toThrow('`steps` must be a positive integer, got undefined.')
  })
})
