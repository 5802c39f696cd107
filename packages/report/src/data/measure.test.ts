import { describe, expect, it } from '@jest/globals'
import { exampleRun, exampleValidationRun } from '../../test/example-input.ts'
import { measuredSplit } from './measure.ts'
import type { RunData } from '../input/run-data.ts'

const groups = (...runs: RunData[]): { label: string; runs: RunData[] }[] =>
  runs.map((run) => ({ label: run.name, runs: [run] }))

describe('measuredSplit', () => {
  it('is the validation images if no run was tested', () => {
    expect(measuredSplit(groups(exampleValidationRun('a', 0.9), exampleValidationRun('b', 0.8)))).toBe(
      'validation',
    )
    expect(measuredSplit(groups({ name: 'ended', epochs: [], summary: { validationAccuracy: 0.9 } }))).toBe(
      'validation',
    )
    expect(measuredSplit(groups({ name: 'runs', epochs: exampleValidationRun('', 0.9).epochs }))).toBe(
      'validation',
    )
  })

  it('is the test set if a single run was tested', () => {
    expect(measuredSplit(groups(exampleValidationRun('a', 0.9), exampleRun('b', 0.8)))).toBe('test')
    const both = {
      ...exampleValidationRun('a', 0.9),
      summary: { testAccuracy: 0.9, validationAccuracy: 0.9 },
    }
    expect(measuredSplit(groups(both))).toBe('test')
  })

  it('is the test set if there are no scores yet', () => {
    expect(measuredSplit([])).toBe('test')
    expect(measuredSplit(groups({ name: 'r', epochs: [{ epoch: 0, train: { accuracy: 0.1 } }] }))).toBe(
      'test',
    )
  })
})
