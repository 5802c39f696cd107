import { describe, expect, it } from '@jest/globals'
import { exampleRun } from '../../test/example-input.ts'
import { curveOf, epochsToDraw, epochsOf, thinEpochs } from './epoch-curves.ts'

describe('curveOf', () => {
  const group = { label: 'g', runs: [exampleRun('long', 0.9, 3), exampleRun('short', 0.8, 1)] }

  it('averages the runs that reached an epoch', () => {
    const accuracy = curveOf(group, { split: 'test', metric: 'accuracy' })
    expect(accuracy.get(1)).toEqual({
      mean: expect.closeTo(0.83, 12),
      low: 0.8,
      high: 0.86,
      n: 2,
    })
    expect(accuracy.get(3)).toMatchObject({ mean: 0.9, n: 1 })
    expect(accuracy.get(4)).toBeUndefined()
    expect(curveOf(group, { split: 'validation', metric: 'loss' }).size).toBe(0)
  })

  it('lists the epochs of runs and reference, and those to draw', () => {
    const reference = { label: 'they', epochs: [{ epoch: 10, testAccuracy: 0.9 }] }
    expect(epochsOf({ ...group, reference })).toEqual([0, 1, 2, 3, 10])
    expect(epochsToDraw([0, 1, 2])).toEqual([1, 2])
    expect(epochsToDraw([0])).toEqual([0])
    const many = Array.from({ length: 10_000 }, (_, epoch) => epoch)
    expect(thinEpochs(many)).toHaveLength(200)
    expect(thinEpochs(many).at(-1)).toBe(9999)
  })
})
