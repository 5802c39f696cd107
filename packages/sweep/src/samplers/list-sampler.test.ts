import { describe, expect, it } from '@jest/globals'
import { contextOf, observe, proposals } from '../../test/sampler-run.ts'
import { categorical } from '../parameters/categorical.ts'
import { listSampler } from './list-sampler.ts'

const space = { x: categorical([1, 2, 3]) }

describe('listSampler', () => {
  it('proposes the listed configurations in order, and twice if listed twice', () => {
    const list = [{ x: 3 }, { x: 1 }, { x: 3 }]
    expect(proposals(listSampler(list), space)).toEqual(list)
    expect(listSampler(list).count(space)).toBe(3)
  })

  it('continues where a history ends, ignoring configurations that are not in the list', () => {
    const history = [observe(0, { x: 3 }, 'failed'), observe(1, { x: 2 }, 1), observe(2, { x: 1 }, 'running')]
    expect(listSampler([{ x: 3 }, { x: 1 }, { x: 3 }]).propose(contextOf(space, history))).toEqual({ x: 3 })
  })

  it('rejects a list of which one configuration is not a point of the space', () => {
    expect(() => listSampler([{ x: 1 }, { x: 4 }]).propose(contextOf(space))).toThrow(
      '`configurations[1]`: "x" must be one of 1, 2, 3, got 4.',
    )
    expect(() => listSampler([])).toThrow(
      new RangeError('`configurations` is empty: a list needs at least one configuration.'),
    )
  })
})
