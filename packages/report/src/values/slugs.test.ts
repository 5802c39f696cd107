import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { slugs } from './slugs.ts'

describe('slugs', () => {
  it('keep letters and digits, and number repeated names', () => {
    expect(slugs(['Batch 32', 'batch 32!', 'α', 'x', '../a/b'])).toEqual([
      'batch-32',
      'batch-32-2',
      'x',
      'x-2',
      'a-b',
    ])
  })

  it('are all different, short, and fit for file names', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (labels) => {
        const names = slugs(labels)
        expect(new Set(names).size).toBe(labels.length)
        for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,70}$/)
      }),
    )
  })
})
