import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ReportList, reportsOf } from './reports.ts'
import type { Reports } from './reports.ts'

const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity, -Infinity))
const entries = fc.array(fc.tuple(fc.nat(15), value), { maxLength: 30 })

/** The results of all queries, computed from a list of entries in the order of steps. */
function answers(sorted: readonly (readonly [number, number])[]): unknown {
  const values = sorted.map(([, each]) => each)
  const finite = values.filter(Number.isFinite)
  const numbers = (count: number): number[] => values.slice(0, count).filter((each) => !Number.isNaN(each))
  const positions = [-17, -2, -1, 0, 1, 2, 9, 30]
  return {
    size: sorted.length,
    entries: sorted,
    keys: sorted.map(([step]) => step),
    values,
    at: positions.map((position) => sorted.at(position)),
    got: positions.map((step) => sorted.find(([each]) => each === step)?.[1]),
    least: positions.map((count) => numbers(Math.max(0, count)).sort((a, b) => a - b)[0] ?? NaN),
    greatest: positions.map((count) => numbers(Math.max(0, count)).sort((a, b) => b - a)[0] ?? NaN),
    finite: [finite.length, ...positions.map((position) => finite.at(position))],
  }
}

function answersOf(reports: Reports): unknown {
  const positions = [-17, -2, -1, 0, 1, 2, 9, 30]
  const forEach: [number, number][] = []
  reports.forEach((each, step) => forEach.push([step, each]))
  expect(forEach).toEqual([...reports])
  expect(reports.least()).toBe(reports.least(reports.size))
  return {
    size: reports.size,
    entries: [...reports],
    keys: [...reports.keys()],
    values: [...reports.values()],
    at: positions.map((position) => {
      const step = reports.stepAt(position)
      return step === undefined ? undefined : [step, reports.valueAt(position)]
    }),
    got: positions.map((step) => (reports.has(step) ? reports.get(step) : undefined)),
    least: positions.map((count) => reports.least(count)),
    greatest: positions.map((count) => reports.greatest(count)),
    finite: [reports.finiteCount, ...positions.map((position) => reports.finiteValueAt(position))],
  }
}

const ascending = (map: ReadonlyMap<number, number>): [number, number][] => [...map].sort(([a], [b]) => a - b)

describe('reports', () => {
  it('behave like a map in the order of steps, whatever order they come in', () => {
    fc.assert(
      fc.property(entries, fc.nat(15), (list, step) => {
        const reports = new ReportList()
        const model = new Map<number, number>()
        for (const [each, reported] of list) {
          reports.set(each, reported)
          model.set(each, reported)
          reports.least() // what was summarised before has to be brought up to date
        }
        expect(answersOf(reports)).toEqual(answers(ascending(model)))
        const sorted = ascending(model).filter(([each]) => each <= step)
        expect(answersOf(reports.upTo(step))).toEqual(answers(sorted))
      }),
    )
  })

  it('find the report that brought a trial to a step: the first whose step was the largest so far', () => {
    fc.assert(
      fc.property(entries, fc.nat(16), (list, step) => {
        const firsts = list.filter(([each], index) => list.findIndex(([other]) => other === each) === index)
        const leading = firsts.filter(([each], index) =>
          firsts.slice(0, index).every(([other]) => other < each),
        )
        expect(reportsOf(list).reaching(step)).toBe(leading.find(([each]) => each >= step)?.[1])
      }),
    )
  })

  it('keep the first value of a step if created from a list', () => {
    expect([
      ...reportsOf([
        [2, 0.5],
        [1, 0.9],
        [2, 0.1],
      ]),
    ]).toEqual([
      [1, 0.9],
      [2, 0.5],
    ])
  })

  it('know what the running attempt has reported', () => {
    const reports = new ReportList()
    for (const step of [1, 2, 3, 4]) reports.set(step, step)
    expect([reports.reached, reports.isReported(4), reports.isReported(5)]).toEqual([4, true, false])
    reports.startAttempt()
    expect([reports.reached, reports.isReported(4)]).toEqual([-1, false])
    reports.set(3, 30)
    expect([reports.reached, reports.isReported(3), reports.isReported(2)]).toEqual([3, true, false])
    expect([...reports.upTo(reports.reached).values()]).toEqual([1, 2, 30])
    reports.set(1, 10)
    expect([reports.reached, reports.reaching(1), reports.reaching(3)]).toEqual([3, 2, 30])
  })

  it('grow to hundreds of thousands without copies', () => {
    const reports = new ReportList()
    const count = 400_000
    let [least, wrong] = [Infinity, 0]
    for (let step = 0; step < count; step++) {
      const reported = (step * 7919) % count
      reports.set(step, reported)
      least = Math.min(least, reported)
      if (reports.least() !== least || reports.upTo(step).valueAt(-1) !== reported) wrong++
    }
    expect(wrong).toBe(0)
    expect([reports.size, reports.greatest(), reports.finiteCount]).toEqual([count, count - 1, count])
  })
})
