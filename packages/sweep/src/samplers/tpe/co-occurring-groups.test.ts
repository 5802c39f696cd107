import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { coOccurringGroups } from './co-occurring-groups.ts'

describe('coOccurringGroups', () => {
  it('keeps names together that always occur together', () => {
    const sets = [
      ['kind', 'rate'],
      ['kind', 'depth', 'width'],
      ['kind', 'rate'],
    ]
    expect(coOccurringGroups(sets)).toEqual([['kind'], ['rate'], ['depth', 'width']])
  })

  it('has every name once, in the largest groups that are inside or outside of each set', () => {
    const sets = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdef'), { maxLength: 6 }), { maxLength: 6 })
    fc.assert(
      fc.property(sets, (sets) => {
        const groups = coOccurringGroups(sets)
        expect(groups.flat().sort()).toEqual([...new Set(sets.flat())].sort())
        const memberships = groups.map((group) =>
          group.map((name) => sets.map((set) => (set.includes(name) ? 1 : 0)).join('')),
        )
        for (const ofGroup of memberships) expect(new Set(ofGroup).size).toBe(1)
        expect(new Set(memberships.flat()).size).toBe(groups.length)
      }),
    )
  })
})
