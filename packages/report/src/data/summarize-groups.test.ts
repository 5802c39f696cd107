import { describe, expect, it } from '@jest/globals'
import type { ReportGroup, ValueSummary } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'
import { summarizeGroups } from './summarize-groups.ts'

const run = (name: string, accuracies: readonly number[], ended = true): RunData => ({
  name,
  epochs: accuracies.map((accuracy, epoch) => ({ epoch, validation: { accuracy } })),
  plannedEpochs: accuracies.length - 1,
  summary: ended ? { validationAccuracy: accuracies.at(-1) } : undefined,
})

function meanOf(values: readonly number[]): ValueSummary {
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, n: values.length }
}

function summarized(group: ReportGroup): ReportGroup {
  return summarizeGroups([group], meanOf)[0]
}

describe('summarizeGroups', () => {
  const group = {
    label: 'g',
    runs: [run('a', [0.1, 0.9, 0.8]), run('b', [0.1, 0.6]), run('c', [0.2], false)],
  }

  it('summarizes the final and the best accuracies of completed runs', () => {
    const { summary, best } = summarized(group)
    expect(summary).toMatchObject({ mean: expect.closeTo(0.7, 12), n: 2 })
    expect(best).toMatchObject({ mean: expect.closeTo(0.75, 12), n: 2 })
  })

  it('uses the measure of a group: the best loss is the lowest', () => {
    const runs = [0.5, 0.25].map((loss) => ({
      ...run('r', [0.5]),
      epochs: [
        { epoch: 1, validation: { loss: loss / 2 } },
        { epoch: 2, validation: { loss } },
      ],
      summary: { validationLoss: loss, validationAccuracy: 0.9 },
    }))
    const measure = { split: 'validation', metric: 'loss' } as const
    const { summary, best } = summarized({ label: 'g', runs, measure })
    expect(summary).toMatchObject({ mean: 0.375, n: 2 })
    expect(best).toMatchObject({ mean: 0.1875, n: 2 })
  })

  it('ignores runs that were continued and have not ended since', () => {
    const runs = [
      { ...run('ended', [0.5, 0.75]), plannedEpochs: 1, summary: { epochs: 1, validationAccuracy: 0.75 } },
      { ...run('stopped', [0.5, 0.25]), plannedEpochs: 9, summary: { epochs: 1, validationAccuracy: 0.25 } },
    ]
    expect(summarized({ label: 'g', runs }).summary).toMatchObject({ mean: 0.75, n: 1 })
  })

  it('has no statistics of metrics that are missing or not finite', () => {
    const torn = { ...run('a', []), summary: { validationAccuracy: 0.5 } }
    expect(summarized({ label: 'g', runs: [torn] })).toMatchObject({ summary: { mean: 0.5 } })
    expect(summarized({ label: 'g', runs: [torn] }).best).toBeUndefined()
    expect(summarized({ label: 'g', runs: [run('b', [NaN])] }).summary).toBeUndefined()
  })

  it('returns a group unchanged if it has no scores on the measured images, or already has statistics', () => {
    const tested = { label: 't', runs: [{ name: 't', epochs: [], summary: { testAccuracy: 0.9 } }] }
    expect(summarizeGroups([group, tested], meanOf)[0]).toBe(group)
    const given = { ...group, summary: { mean: 0.5, n: 1 } }
    expect(summarized(given)).toBe(given)
  })
})
