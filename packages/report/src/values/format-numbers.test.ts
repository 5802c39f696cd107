import { describe, expect, it } from '@jest/globals'
import { formatCount, number, percent, points, seconds, tick } from './format-numbers.ts'

describe('percent', () => {
  it('has two decimals, and is 100 % only for 1', () => {
    expect([0.98765, 0, 1, 0.999999].map(percent)).toEqual([
      '98.77\u00a0%',
      '0.00\u00a0%',
      '100.00\u00a0%',
      '99.99\u00a0%',
    ])
    expect([undefined, NaN].map(percent)).toEqual(['', 'NaN'])
  })
})

describe('points', () => {
  it('has a sign unless it is 0.00', () => {
    expect([0.00126, -0.0046, 0.00001, -0.00001, 0].map(points)).toEqual([
      '+0.13',
      '\u22120.46',
      '0.00',
      '0.00',
      '0.00',
    ])
  })
})

describe('number and tick', () => {
  it('have no trailing zeros', () => {
    expect([0.1234567, 2, 1e-9].map((value) => number(value))).toEqual(['0.12346', '2', '1e-9'])
    expect([0, 0.001, 0.00025, 1e7, 1.5e-5, 99.125, -2e6].map(tick)).toEqual([
      '0',
      '0.001',
      '2.5e-4',
      '1e+7',
      '1.5e-5',
      '99.125',
      '-2e+6',
    ])
  })
})

describe('seconds', () => {
  it('has fewer decimals for longer times', () => {
    expect([0.284, 21.44, 187.4].map(seconds)).toEqual(['0.28\u00a0s', '21.4\u00a0s', '187\u00a0s'])
  })
})

describe('formatCount', () => {
  it('separates thousands', () => {
    expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567'])
  })
})
