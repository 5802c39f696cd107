import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createSchedule, scheduleNames } from '../src/schedules/create-schedule.ts'
import { cosineRestarts } from '../src/schedules/cosine-restarts.ts'
import { cosine } from '../src/schedules/cosine.ts'
import { exponential } from '../src/schedules/exponential.ts'
import { inverseSqrt } from '../src/schedules/inverse-sqrt.ts'
import { inverseTime } from '../src/schedules/inverse-time.ts'
import { linear } from '../src/schedules/linear.ts'
import { oneCycle } from '../src/schedules/one-cycle.ts'
import { polynomial } from '../src/schedules/polynomial.ts'
import type { Schedule, ScheduleConfig } from '../src/options/schedule.ts'
import { stepDecay } from '../src/schedules/step-decay.ts'
import { warmup } from '../src/schedules/warmup.ts'
import { schedules } from './schedules.ts'

const table = Object.entries(schedules)

describe('every schedule', () => {
  it('is in the table', () => {
    expect(new Set(table.map(([, schedule]) => schedule.toJSON!().name))).toEqual(new Set(scheduleNames))
  })

  it.each(table)('%s is recreated from its config as JSON', (_, schedule) => {
    const config = JSON.parse(JSON.stringify(schedule)) as ScheduleConfig
    expect(schedule.toJSON!()).toEqual(config)
    const again = createSchedule(config)
    expect(JSON.parse(JSON.stringify(again))).toEqual(config)
    for (let step = 0; step < 20; step++) expect(again(step)).toBe(schedule(step))
  })

  it.each(table)('%s has no underscore in its config, which tfjs-layers would remove', (_, schedule) => {
    expect(JSON.stringify(schedule)).not.toContain('_')
  })

  it.each(table)('%s is finite and at least 0, also after a billion steps', (_, schedule) => {
    for (const step of [0, 1, 2, 3, 1e3, 1e6, 1e9, 1e9 + 1]) {
      expect(Number.isFinite(schedule(step))).toBe(true)
      expect(schedule(step)).toBeGreaterThanOrEqual(0)
    }
  })

  it.each(table)('%s has no memory of the steps at which it was evaluated', (_, schedule) => {
    const forward = [0, 1, 2, 3, 4, 5, 6].map(schedule)
    expect([6, 5, 4, 3, 2, 1, 0].map(schedule).toReversed()).toEqual(forward)
  })
})

const number = () => fc.double({ min: 0, max: 1e6, noNaN: true })
const count = (max = 1e6) => fc.integer({ min: 1, max })
const ends = () => fc.record({ from: number(), to: number(), steps: count() })
/** Generates a step, more often near the ends. */
const around = (steps: number) =>
  fc.oneof(fc.integer({ min: 0, max: steps }), fc.constantFrom(0, steps - 1, Math.floor(steps / 2)))

/** Schedules that go from one number to another. */
const ways: Readonly<Record<string, (options: { from: number; to: number; steps: number }) => Schedule>> = {
  linear,
  cosine,
  'polynomial of power 1/2': (options) => polynomial({ ...options, power: 0.5 }),
  'polynomial of power 3': (options) => polynomial({ ...options, power: 3 }),
  'warmup to a number': ({ from, to, steps }) => warmup(to, { from, steps }),
}

describe.each(Object.entries(ways))('%s', (_, make) => {
  it('starts and ends at exactly the given numbers, and stays at the end', () => {
    fc.assert(
      fc.property(ends(), (options) => {
        const schedule = make(options)
        expect(schedule(0)).toBe(options.from)
        for (const extra of [0, 1, 1e9]) expect(schedule(options.steps + extra)).toBe(options.to)
      }),
    )
  })

  it('is monotonic, and stays between its ends', () => {
    const somewhere = ends().chain((options) => fc.tuple(fc.constant(options), around(options.steps)))
    fc.assert(
      fc.property(somewhere, ([options, step]) => {
        const { from, to } = options
        const schedule = make(options)
        const [now, next] = [schedule(step), schedule(step + 1)]
        for (const value of [now, next]) {
          expect(value).toBeGreaterThanOrEqual(Math.min(from, to))
          expect(value).toBeLessThanOrEqual(Math.max(from, to))
        }
        expect(Math.sign(next - now) * Math.sign(to - from)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('linear and cosine', () => {
  it('are the same forward and backward for a symmetric path', () => {
    fc.assert(
      fc.property(ends(), fc.double({ min: 0, max: 1, noNaN: true }), ({ from, to, steps }, share) => {
        const step = Math.round(share * steps)
        for (const make of [linear, cosine]) {
          const there = make({ from, to, steps })
          const back = make({ from: to, to: from, steps })
          expect(there(step)).toBe(back(steps - step))
        }
      }),
    )
  })
})

describe('schedules that fall', () => {
  const falling: Readonly<Record<string, (from: number, rate: number, steps: number) => Schedule>> = {
    exponential: (from, rate, steps) => exponential({ from, rate, steps }),
    'exponential staircase': (from, rate, steps) => exponential({ from, rate, steps, staircase: true }),
    stepDecay: (from, factor, every) => stepDecay({ from, factor, every }),
    inverseTime: (from, rate) => inverseTime({ from, rate }),
  }

  it.each(Object.entries(falling))('%s starts at exactly `from` and never rises', (_, make) => {
    const rate = fc.double({ min: 1e-6, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(number(), rate, count(1e4), count(1e6), (from, rate, steps, step) => {
        const schedule = make(from, rate, steps)
        expect(schedule(0)).toBe(from)
        expect(schedule(step)).toBeLessThanOrEqual(schedule(step - 1))
      }),
    )
  })
})

describe('schedules with a peak', () => {
  it('oneCycle rises to exactly its peak, then falls to exactly its end', () => {
    fc.assert(
      fc.property(
        number(),
        count(1000),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (peak, steps, share) => {
          const schedule = oneCycle({ peak, steps, warmupFraction: share })
          const top = Math.floor(share * steps)
          expect(schedule(top)).toBe(peak)
          if (top > 0) expect(schedule(0)).toBe(peak / 25)
          for (const extra of [0, 1, 1e9]) expect(schedule(steps + extra)).toBe(peak / 25 / 1e4)
          for (let step = 0; step < steps; step++) {
            expect(
              Math.sign(schedule(step + 1) - schedule(step)) * (step < top ? 1 : -1),
            ).toBeGreaterThanOrEqual(0)
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('inverseSqrt rises from 0 to exactly its peak, then falls', () => {
    fc.assert(
      fc.property(number(), count(), count(), (peak, warmup, step) => {
        const schedule = inverseSqrt({ peak, warmup })
        expect(schedule(0)).toBe(0)
        expect(schedule(warmup)).toBe(peak)
        const rise = schedule(step) - schedule(step - 1)
        expect(Math.sign(rise) * (step <= warmup ? 1 : -1)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('cosineRestarts is back at its peak at the start of each run, and falls in between', () => {
    const options = fc.record({ from: number(), steps: count(100), growth: count(3) })
    fc.assert(
      fc.property(options, fc.integer({ min: 0, max: 4 }), ({ from, steps, growth }, run) => {
        const schedule = cosineRestarts({ from, steps, growth })
        let start = 0
        for (let index = 0; index < run; index++) start += steps * growth ** index
        expect(schedule(start)).toBe(from)
        const length = Math.min(steps * growth ** run, 50)
        for (let step = 1; step < length; step++) {
          expect(schedule(start + step)).toBeLessThanOrEqual(schedule(start + step - 1))
        }
      }),
    )
  })
})
