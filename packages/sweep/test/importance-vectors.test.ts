import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { pedAnovaImportance } from '../src/statistics/ped-anova-importance.ts'
import type { PedAnovaOptions } from '../src/statistics/ped-anova-importance.ts'
import type { Space } from '../src/parameters/space.ts'
import type { Direction } from '../src/study/direction.ts'
import { tabulateObservations } from '../src/study/tabulate-observations.ts'

interface Row {
  readonly name: string
  readonly space: Space
  readonly direction: Direction
  readonly options: PedAnovaOptions
  readonly observations: Parameters<typeof tabulateObservations>[1]
  readonly importances: Readonly<Record<string, number>>
}

const { source, rows } = JSON.parse(
  readFileSync(new URL('vectors/ped-anova.json', import.meta.url), 'utf8'),
) as { source: string; rows: readonly Row[] }

describe(`pedAnovaImportance finds what ${source} does`, () => {
  it.each(rows)('$name', ({ space, direction, options, observations, importances }) => {
    const ours = pedAnovaImportance(tabulateObservations(space, observations), direction, options)
    expect(Object.keys(ours).toSorted()).toEqual(Object.keys(importances).toSorted())
    // Both compute in float64; only the rounding of Φ differs.
    for (const [name, importance] of Object.entries(importances)) {
      expect(Math.abs(ours[name] - importance)).toBeLessThan(1e-12)
    }
  })
})
