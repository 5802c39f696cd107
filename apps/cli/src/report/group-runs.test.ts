import { describe, expect, it } from '@jest/globals'
import type { RunData } from '@tunekit/report'
import { withStatistics } from './group-runs.ts'

const run = (name: string, accuracies: readonly number[], ended = true): RunData => ({
  name,
  epochs: accuracies.map((accuracy, epoch) => ({ epoch, validation: { accuracy } })),
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

  it('leaves a group as it is that has no scores on these images, or has its statistics', () => {
    expect(withStatistics(group, 'test')).toBe(group)
    const given = { ...group, summary: { mean: 0.5, n: 1 } }
    expect(withStatistics(given, 'validation')).toBe(given)
  })
})
