import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { createSchedule } from '../src/schedules/create-schedule.ts'
import type { Plateau } from '../src/schedules/reduce-on-plateau.ts'
import type { ScheduleConfig } from '../src/options/schedule.ts'

interface Vectors {
  readonly source: string
  readonly steps: readonly number[]
  readonly rows: readonly {
    readonly name: string
    readonly schedule: ScheduleConfig
    readonly expected: readonly number[]
  }[]
}

interface Reports {
  readonly reports: readonly {
    readonly name: string
    readonly schedule: ScheduleConfig
    readonly metrics: readonly (number | null)[]
    readonly expected: readonly number[]
  }[]
}

const optax = read('optax.json') as Vectors
const pytorch = read('pytorch.json') as Vectors & Reports

describe.each([optax, pytorch])('schedules ($source)', ({ rows, steps }) => {
  it.each(rows)('$name', ({ schedule, expected }) => {
    const numberAt = createSchedule(schedule)
    steps.forEach((step, index) => {
      // The libraries use recurrences and differences of numbers near 1, so their small numbers are less exact.
      expect(Math.abs(numberAt(step) - expected[index])).toBeLessThan(1e-14 + 1e-12 * expected[index])
    })
  })
})

describe(`schedules with reported metrics (${pytorch.source})`, () => {
  it.each(pytorch.reports)('$name', ({ schedule, metrics, expected }) => {
    const plateau = createSchedule(schedule) as Plateau
    metrics.forEach((metric, index) => {
      plateau.report(metric ?? NaN)
      expect(plateau(index)).toBeCloseTo(expected[index], 14)
    })
  })
})

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`vectors/schedules/${file}`, import.meta.url), 'utf8'))
}
