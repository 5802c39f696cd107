import { describe, expect, it } from '@jest/globals'
import { float } from './float.ts'
import { when } from './when.ts'

describe('when', () => {
  it('accepts a value instead of a list', () => {
    expect(when({ optimizer: 'sgd', nesterov: [true, null] }, float(0, 1)).condition).toEqual({
      optimizer: ['sgd'],
      nesterov: [true, null],
    })
  })

  it('rejects conditions that always or never hold', () => {
    expect(() => when({}, float(0, 1))).toThrow(
      new RangeError('`condition` is empty: name a parameter and its values.'),
    )
    expect(() => when({ optimizer: [] }, float(0, 1))).toThrow(
      new RangeError('`condition.optimizer` is empty: a condition needs at least one value.'),
    )
  })
})
