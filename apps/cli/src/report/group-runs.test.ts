import { describe, expect, it } from '@jest/globals'
import type { RunData } from '@tunekit/report'
import { withStatistics } from './group-runs.ts'

const run = (name: string, accuracies: readonly number[], ended = true): RunData => ({
  name,
  epochs: accuracies.map((accuracy, epoch) => ({ epoch, validation: { accuracy } })),
  plannedEpochs: accuracies.length - 1,
  summary: ended ? { validationAccuracy: accuracies.at(-1) } : undefined,
})

describe('withStatistics', () => {
  const group = {
    label: 'g',
    runs: [run('a', [0.1, 0.9, 0.8]), run('b', [0.1, 0.6]), run('c', [0.2], false)],
  }

  it('has the mean of final and best accuracies on the images asked for, of runs that have ended', () => {
    const { summary, best } = withStatistics(group, 'validation')
    expect(summary).toMatchObject({ mean: expect.closeTo(0.7, 12), n: 2 })
    expect(best).toMatchObject({ mean: expect.closeTo(0.75, 12), n: 2 })
  })

  it('has those of the measure of a group, whose best is the lowest loss', () => {
    const runs = [0.5, 0.25].map((loss) => ({
      ...run('r', [0.5]),
      epochs: [
        { epoch: 1, validation: { loss: loss / 2 } },
        { epoch: 2, validation: { loss } },
      ],
      summary: { validationLoss: loss, validationAccuracy: 0.9 },
    }))
    const measure = { split: 'validation', metric: 'loss' } as const
    const { summary, best } = withStatistics({ label: 'g', runs, measure }, 'test')
    expect(summary).toMatchObject({ mean: 0.375, n: 2 })
    expect(best).toMatchObject({ mean: 0.1875, n: 2 })
  })

  it('leaves out runs that were continued and have not ended again', () => {
    const runs = [
      { ...run('ended', [0.5, 0.75]), plannedEpochs: 1, summary: { epochs: 1, validationAccuracy: 0.75 } },
      { ...run('stopped', [0.5, 0.25]), plannedEpochs: 9, summary: { epochs: 1, validationAccuracy: 0.25 } },
    ]
    expect(withStatistics({ label: 'g', runs }, 'validation').summary).toMatchObject({ mean: 0.75, n: 1 })
  })

  it('has no statistics of metrics that are torn or no numbers', () => {
    const torn = { ...run('a', []), summary: { validationAccuracy: 0.5 } }
    expect(withStatistics({ label: 'g', runs: [torn] }, 'validation')).toMatchObject({
      summary: { mean: 0.5 },
    })
    expect(withStatistics({ label: 'g', runs: [torn] }, 'validation').best).toBeUndefined()
    const diverged = run('b', [NaN])
    expect(withStatistics({ label: 'g', runs: [diverged] }, 'validation').summary).toBeUndefined()
  })

  it('leaves a group as it is that has no scores on these images, or has its statistics', () => {
    expect(withStatistics(group, 'test')).toBe(group)
    const given = { ...group, summary: { mean: 0.5, n: 1 } }
    expect(withStatistics(given, 'validation')).toBe(given)
  })
})
