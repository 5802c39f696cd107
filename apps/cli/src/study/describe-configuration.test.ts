import { describe, expect, it } from '@jest/globals'
import type { Space } from '@tunekit/sweep'
import { describeConfiguration, formatDescription, seedOf } from './describe-configuration.ts'

describe('describeConfiguration', () => {
  it('lists the varied parameters, even those that a configuration lacks', () => {
    const conditional: Space = {
      optimizer: { kind: 'categorical', choices: ['adam', 'sgd'] },
      momentum: {
        kind: 'conditional',
        parameter: { kind: 'float', low: 0, high: 1, log: false },
        condition: { optimizer: ['sgd'] },
      },
      epochs: { kind: 'constant', value: 3 },
    }
    const described = describeConfiguration(conditional, { optimizer: 'adam', epochs: 3 })
    expect(described).toEqual({ optimizer: 'adam', momentum: '–' })
    expect(formatDescription(described)).toBe('optimizer adam')
  })
})

describe('seedOf', () => {
  it('returns the seed of a trial, in any spelling of the parameter', () => {
    expect(seedOf({ configuration: { rate: 1 }, seed: 1398954949 })).toBe('1398954949')
    expect(seedOf({ configuration: { seed: 2 }, seed: 1398954949 })).toBe('2')
    expect(seedOf({ configuration: { Seed: 3 }, seed: 1398954949 })).toBe('3')
  })
})
