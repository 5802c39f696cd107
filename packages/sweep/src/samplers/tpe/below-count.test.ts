import { describe, expect, it } from '@jest/globals'
import { tpeVectors } from '../../../test/tpe-vectors.ts'
import { belowCount } from './below-count.ts'

describe('belowCount', () => {
  it.each(tpeVectors.belowCounts)('of %d trials is %d, as in Optuna', (finished, count) => {
    expect(belowCount(finished)).toBe(count)
  })
})
