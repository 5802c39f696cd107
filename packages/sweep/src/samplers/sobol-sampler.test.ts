import { describe, expect, it } from '@jest/globals'
import { contextOf, proposals } from '../../test/sampler-run.ts'
import { categorical } from '../parameters/categorical.ts'
import { constant } from '../parameters/constant.ts'
import { float } from '../parameters/float.ts'
import { int } from '../parameters/int.ts'
import { when } from '../parameters/when.ts'
import { sobolSampler } from './sobol-sampler.ts'

const plane = { x: float(0, 1), y: float(0, 1) }

describe('sobolSampler', () => {
  it('starts with the known points if it does not scramble', () => {
    expect(proposals(sobolSampler({ scramble: false }), plane, { trials: 5 })).toEqual([
      { x: 0, y: 0 },
      { x: 0.5, y: 0.5 },
      { x: 0.75, y: 0.25 },
      { x: 0.25, y: 0.75 },
      { x: 0.375, y: 0.375 },
    ])
  })

  it('scrambles all trials of a study by the seed of the study', () => {
    const [a, b, again] = [1, 2, 1].map((seed) => proposals(sobolSampler(), plane, { trials: 4, seed }))
    expect(a).toEqual(again)
    expect(a.filter((point, index) => point.x === b[index].x)).toEqual([])
    const quarters = a.map(({ x }) => Math.floor(Number(x) * 4)).sort()
    expect(quarters).toEqual([0, 1, 2, 3])
  })

  it('scrambles each parameter on its own', () => {
    const line = proposals(sobolSampler(), { x: float(0, 1) }, { trials: 8 })
    const both = proposals(sobolSampler(), plane, { trials: 8 })
    expect(both.map(({ x }) => x)).toEqual(line.map(({ x }) => x))
    expect(both.map(({ x }) => Number(x) < 0.5)).not.toEqual(both.map(({ y }) => Number(y) < 0.5))
  })

  it('gives every choice, step and decade its share of the first trials', () => {
    const space = {
      choice: categorical(['a', 'b', 'c', 'd']),
      step: int(1, 8),
      decade: float(1e-4, 1, { log: true }),
    }
    const points = proposals(sobolSampler(), space, { trials: 32, seed: 7 })
    const counts = (of: (point: (typeof points)[number]) => unknown): readonly number[] => [
      ...points.reduce((map, point) => map.set(of(point), (map.get(of(point)) ?? 0) + 1), new Map()).values(),
    ]
    expect(counts(({ choice }) => choice)).toEqual([8, 8, 8, 8])
    expect(counts(({ step }) => step)).toEqual(new Array(8).fill(4))
    expect(counts(({ decade }) => Math.floor(Math.log10(Number(decade))))).toEqual([8, 8, 8, 8])
  })

  it('has a dimension for a parameter whether it exists or not, and none for constants', () => {
    const conditional = {
      x: float(0, 1),
      fixed: constant(1),
      sometimes: when({ fixed: 1 }, constant(2)),
      y: when({ x: 0 }, float(0, 1)),
      z: float(0, 1),
    }
    const cube = { x: float(0, 1), y: float(0, 1), z: float(0, 1) }
    const [a, b] = [conditional, cube].map((space) => proposals(sobolSampler(), space, { trials: 9 }))
    expect(a).toEqual(b.map(({ x, z }) => ({ x, fixed: 1, sometimes: 2, z })))
  })

  it('rejects more parameters than there are dimensions', () => {
    const space = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`p${index}`, float(0, 1)]))
    expect(() => sobolSampler().propose(contextOf(space))).toThrow(
      new RangeError(
        'The Sobol sampler supports at most 64 parameters that are not constant, got 65. Use the random sampler.',
      ),
    )
  })
})
