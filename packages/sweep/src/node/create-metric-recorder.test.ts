import { describe, expect, it } from '@jest/globals'
import { createStepFinder } from './create-metric-recorder.ts'

function stepsOf(...reports: readonly Record<string, number | string>[]): number[] {
  const stepOf = createStepFinder()
  return reports.map((report) => stepOf(new Map(Object.entries(report))))
}

describe('createStepFinder', () => {
  it('uses step, else epoch, else _step', () => {
    expect(stepsOf({ epoch: 0, step: 100, _step: 7 }, { epoch: 0, step: 200, _step: 8 })).toEqual([100, 200])
    expect(stepsOf({ epoch: 3, _step: 7 }, { epoch: 4, _step: 8 })).toEqual([3, 4])
    expect(stepsOf({ _step: 7 }, { _step: 9 })).toEqual([7, 9])
  })

  it('keeps to the name that the first report has', () => {
    expect(stepsOf({ step: 100 }, { epoch: 1 }, { step: 200, epoch: 2 })).toEqual([100, 101, 200])
    expect(stepsOf({ epoch: 0.25 }, { epoch: 0.5 }, { epoch: 1 }, { epoch: 1.25 })).toEqual([0, 1, 2, 3])
  })

  it('counts reports without a step, and reports whose step is not a non-negative integer', () => {
    expect(stepsOf({ loss: 1 }, { loss: 1 })).toEqual([0, 1])
    expect(stepsOf({ step: 4 }, { step: -1 }, { step: 'the text "5"' }, { step: 2 ** 53 })).toEqual([
      4, 5, 6, 7,
    ])
  })
})
