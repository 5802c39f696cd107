import { describe, expect, it } from '@jest/globals'
import { progress } from '../../test/progress.ts'
import { hyperbandPruner } from './hyperband-pruner.ts'

describe('hyperbandPruner', () => {
  const numbers = Array.from({ length: 600 }, (_, number) => number)

  it('has ⌊log_η(R / r)⌋ + 1 brackets, also where a quotient of logarithms is slightly too small', () => {
    const brackets = (maxResource: number, minResource = 1, reductionFactor = 3): number => {
      const { bracketOf } = hyperbandPruner({ maxResource, minResource, reductionFactor })
      return new Set(numbers.map((number) => bracketOf!(number))).size
    }
    expect([brackets(1), brackets(2), brackets(3), brackets(26), brackets(27)]).toEqual([1, 1, 2, 3, 4])
    expect(brackets(63, 7)).toBe(3)
    expect(brackets(1000, 1, 10)).toBe(4)
    expect(brackets(243)).toBe(6)
  })

  it('assigns trials by shares of ⌈B ηˢ / (s + 1)⌉', () => {
    // B = 3, η = 3: ⌈3 · 9 / 3⌉ = 9, ⌈3 · 3 / 2⌉ = 5 and 3 of 17.
    const { bracketOf } = hyperbandPruner({ maxResource: 9 })
    const counts = [0, 0, 0]
    for (let number = 0; number < 17_000; number++) counts[bracketOf!(number)]++
    ;[9000, 5000, 3000].forEach((expected, bracket) =>
      // Of 17,000 draws, more than five standard deviations of each share.
      expect(Math.abs(counts[bracket] - expected)).toBeLessThan(350),
    )
  })

  it('assigns trials by the name of the study', () => {
    const [ours, theirs] = ['ours', 'theirs'].map((studyName) =>
      hyperbandPruner({ maxResource: 9, studyName }),
    )
    expect(numbers.map(ours.bracketOf!)).not.toEqual(numbers.map(theirs.bracketOf!))
  })

  it('compares trials of one bracket, at the rungs of the bracket', () => {
    const pruner = hyperbandPruner({ maxResource: 9 })
    const [inBracket0, inBracket1] = [0, 1].map((bracket) =>
      numbers.filter((number) => pruner.bracketOf!(number) === bracket),
    )
    const prunes = (number: number, step: number, other: number): boolean =>
      pruner.shouldPrune(
        progress([5], { number, steps: [step] }),
        [progress([1, 1, 1, 1, 1], { number: other, state: 'complete' })],
        'minimize',
      )
    expect(prunes(inBracket0[1], 1, inBracket0[0])).toBe(true)
    expect(prunes(inBracket0[1], 1, inBracket1[0])).toBe(false)
    expect(prunes(inBracket1[1], 2, inBracket1[0])).toBe(false)
    expect(prunes(inBracket1[1], 3, inBracket1[0])).toBe(true)
  })

  it('rejects wrong options', () => {
    expect(() => hyperbandPruner({ maxResource: 0 })).toThrow(
      '`maxResource` must be a positive integer, got 0.',
    )
    expect(() => hyperbandPruner({ maxResource: 5, minResource: 6 })).toThrow(
      '`maxResource` must be an integer of at least 6, got 5.',
    )
    expect(() => hyperbandPruner({ maxResource: 5, minResource: 0 })).toThrow('`minResource`')
    expect(() => hyperbandPruner({ maxResource: 5, reductionFactor: 1 })).toThrow('`reductionFactor`')
    expect(() => hyperbandPruner({ maxResource: 5, bootstrapCount: -1 })).toThrow('`bootstrapCount`')
  })
})
