import { describe, expect, it } from '@jest/globals'
import { exampleStudy } from '../../test/example-input.ts'
import { bestConfiguration } from './best-configuration.ts'
import type { ReportStudy } from '../input/report-study.ts'

/** Trials of a study with repeats: [configuration, repeat, value]; without a value it was pruned. */
const studyOf = (
  direction: ReportStudy['direction'],
  ...rows: [x: number, repeat: number, value?: number][]
): ReportStudy => ({
  ...exampleStudy,
  direction,
  trials: rows.map(([x, repeat, value], number) => ({
    number,
    configuration: { x },
    state: value === undefined ? 'pruned' : 'complete',
    repeat,
    value,
  })),
})

describe('bestConfiguration', () => {
  it('goes by the mean, not by the best trial', () => {
    const rows: [number, number, number][] = [[1, 0, 0.99], [1, 1, 0.91], [2, 0, 0.96], [2, 1, 0.97]] // prettier-ignore
    const best = bestConfiguration(studyOf('maximize', ...rows))
    expect(best).toMatchObject({ configuration: { x: 2 }, mean: expect.closeTo(0.965, 12) })
    expect(best?.trials.map(({ number }) => number)).toEqual([2, 3])
    expect(bestConfiguration(studyOf('minimize', ...rows))?.configuration).toEqual({ x: 1 })
  })

  it('passes over a configuration that lacks repeats which others have', () => {
    const best = bestConfiguration(
      studyOf('maximize', [1, 0, 0.99], [1, 1], [2, 0, 0.9], [2, 1, 0.92], [3, 0, 0.95]),
    )
    expect(best?.configuration).toEqual({ x: 2 })
  })

  it('is that of the best trial where nothing is repeated', () => {
    expect(bestConfiguration(exampleStudy)).toMatchObject({ trials: [{ number: 2 }], mean: 0.97 })
  })

  it('takes a configuration that was proposed twice for no repeat', () => {
    const best = bestConfiguration(studyOf('maximize', [1, 0, 0.9], [1, 0, 0.92], [2, 0, 0.95]))
    expect(best?.configuration).toEqual({ x: 2 })
  })

  it('is the first of equals, and nothing without a value', () => {
    expect(bestConfiguration(studyOf('minimize', [1, 0, 0.5], [2, 0, 0.5]))?.configuration).toEqual({ x: 1 })
    expect(bestConfiguration(studyOf('maximize', [1, 0], [2, 0, NaN]))).toBeUndefined()
  })
})
