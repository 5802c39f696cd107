import { describe, expect, it } from '@jest/globals'
import { categorical } from './categorical.ts'
import { checkConfiguration } from './check-configuration.ts'
import { constant } from './constant.ts'
import { float } from './float.ts'
import { int } from './int.ts'
import { normal } from './normal.ts'
import type { UnconditionalParameter } from './parameter.ts'
import { when } from './when.ts'

const space = {
  optimizer: categorical(['sgd', 'adam']),
  momentum: when({ optimizer: 'sgd' }, float(0, 0.99)),
}

describe('checkConfiguration', () => {
  it.each<[unknown, string]>([
    [null, 'A configuration must be an object of values, got null.'],
    [{}, '"optimizer" must be one of "sgd", "adam", but it is missing.'],
    [{ optimizer: 'lion' }, '"optimizer" must be one of "sgd", "adam", got "lion".'],
    [{ optimizer: 'sgd' }, '"momentum" must be a number in [0, 0.99], but it is missing.'],
    [{ optimizer: 'sgd', momentum: 1 }, '"momentum" must be a number in [0, 0.99], got 1.'],
    [{ optimizer: 'sgd', momentum: '0' }, '"momentum" must be a number in [0, 0.99], got "0".'],
    [
      { optimizer: 'adam', momentum: 0.9 },
      '"momentum" exists only with "optimizer" "sgd", got 0.9 without it. Remove "momentum".',
    ],
    [
      { optimizer: 'adam', rate: 1 },
      '"rate" is not in the space: expected "optimizer", "momentum". Remove it.',
    ],
  ])('rejects %j', (configuration, message) => {
    expect(() => checkConfiguration(space, configuration)).toThrow(new RangeError(message))
  })

  it('accepts points with and without conditional parameters, in any order', () => {
    checkConfiguration(space, { optimizer: 'adam' })
    checkConfiguration(space, { momentum: 0.5, optimizer: 'sgd' })
  })

  it.each<[UnconditionalParameter, readonly unknown[], string, readonly unknown[]]>([
    [float(0, 1, { step: 0.1 }), [0, 0.3, 0.1 * 3, 1], 'a number in [0, 1] in steps of 0.1', [0.35, 1.1]],
    [float(0, 1, { step: 0.4 }), [0.8], 'a number in [0, 1] in steps of 0.4', [1]],
    [int(2, 9, { step: 3 }), [2, 5, 8], 'an integer in [2, 9] in steps of 3', [9, 3, 2.5, NaN]],
    [int(1, 4), [1, 4], 'an integer in [1, 4]', [0, 5, 1.5, true]],
    [normal(0, 1), [-1e9], 'a finite number', [NaN, null]],
    [normal(0, 1, { log: true }), [1e-9], 'a positive number', [0, -1]],
    [normal(0, 1, { step: 0.1 }), [0.3, -7.7], 'a finite number that is a multiple of 0.1', [0.25]],
    [normal(0, 1, { log: true, step: 2 }), [0, 4], 'a positive number that is a multiple of 2', [-2, 3]],
    [constant(null), [null], 'null', [0, 'null']],
    [categorical([1, '1']), [1, '1'], 'one of 1, "1"', [true]],
  ])('knows the values of %j', (parameter, values, description, others) => {
    for (const value of values) checkConfiguration({ x: parameter }, { x: value })
    for (const value of others) {
      expect(() => checkConfiguration({ x: parameter }, { x: value })).toThrow(
        `"x" must be ${description}, got `,
      )
    }
  })
})
