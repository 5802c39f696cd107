import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { expectClose } from '../../test/expect-close.ts'
import { inverseLogNormalCdf } from './inverse-log-normal-cdf.ts'
import { logNormalCdf } from './log-normal-cdf.ts'

describe('inverseLogNormalCdf', () => {
  it('inverts, from far in one tail to far in the other', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 8, noNaN: true }), (x) => {
        const y = logNormalCdf(x)
        expectClose([logNormalCdf(inverseLogNormalCdf(y))], [y], 1e-12)
      }),
    )
  })

  it('is infinite at the ends', () => {
    expect([inverseLogNormalCdf(0), inverseLogNormalCdf(-Infinity)]).toEqual([Infinity, -Infinity])
  })
})
