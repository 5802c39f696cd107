import { describe, expect, it } from '@jest/globals'
import { ranking } from './ranking.ts'
import { reportsOf } from './reports.ts'
import type { StudyTrial } from './study-trial.ts'

/** The trial of a row: the number of its configuration, its repeat, its value; pruned without a value. */
function trialOf([configurationNumber, repeat, value]: readonly number[], number: number): StudyTrial {
  const configuration = { x: configurationNumber }
  const state = value === undefined ? 'pruned' : 'complete'
  const result = {
    state,
    value,
    intermediate: reportsOf([]),
    attempts: 1,
    failures: [],
    attributes: {},
  } as const
  return { number, slot: number, configurationNumber, repeat, seed: 0, configuration, ...result }
}

function ranks(
  direction: 'minimize' | 'maximize',
  ...rows: readonly (readonly number[])[]
): [number, number][] {
  return ranking({ direction, trials: rows.map(trialOf) }).map(({ number, mean }) => [number, mean])
}

describe('ranking', () => {
  it('compares means, not the best trials', () => {
    const rows = [[0, 0, 0.75], [0, 1, 0.25], [1, 0, 0.625], [1, 1, 0.625]] // prettier-ignore
    expect(ranks('maximize', ...rows)).toEqual([[1, 0.625], [0, 0.5]]) // prettier-ignore
    expect(ranks('minimize', ...rows)).toEqual([[0, 0.5], [1, 0.625]]) // prettier-ignore
  })

  it('puts a configuration that lacks repeats after those that have them', () => {
    const rows = [[0, 0, 0.9], [0, 1], [1, 0, 0.5], [1, 1, 0.5], [2, 0, 0.8]] // prettier-ignore
    expect(ranks('maximize', ...rows)).toEqual([[1, 0.5], [0, 0.9], [2, 0.8]]) // prettier-ignore
  })

  it('puts the earlier of equal configurations first', () => {
    expect(ranks('minimize', [2, 0, 1], [0, 0, 1], [1, 0, 1]).map(([number]) => number)).toEqual([0, 1, 2])
    const infinite = ranks('minimize', [1, 0, Infinity], [0, 0, Infinity], [2, 0, 3])
    expect(infinite.map(([number]) => number)).toEqual([2, 0, 1])
  })

  it('lists the complete trials of a configuration by their repeats', () => {
    const [{ trials }] = ranking({ direction: 'minimize', trials: [[0, 2, 1], [0, 0, 3], [0, 1]].map(trialOf) }) // prettier-ignore
    expect(trials.map(({ number }) => number)).toEqual([1, 0])
  })

  it('leaves out a configuration without a value, and one whose mean does not exist', () => {
    expect(ranks('maximize', [0, 0], [1, 0, Infinity], [1, 1, -Infinity])).toEqual([])
  })

  it('distinguishes a trial of another program from the configuration with the same number', () => {
    const [first, second] = [[0, 0, 1], [0, 0, 2]].map(trialOf) // prettier-ignore
    const foreign = { ...second, configuration: { x: 7 } }
    const ranked = ranking({ direction: 'minimize', trials: [first, foreign] })
    expect(ranked.map(({ configuration, mean }) => [configuration.x, mean])).toEqual([[0, 1], [7, 2]]) // prettier-ignore
  })
})
