import { describe, expect, it } from '@jest/globals'
import { createSchedule, scheduleNames } from './create-schedule.ts'

describe('createSchedule', () => {
  it('creates schedules inside other schedules', () => {
    const fall = { name: 'warmup', schedule: { name: 'linear', from: 4, to: 0, steps: 4 }, steps: 2 }
    const schedule = createSchedule({ name: 'join', schedules: [9, fall], boundaries: [1] })
    expect([0, 1, 2, 3, 4, 5].map(schedule)).toEqual([9, 0, 2, 4, 3, 2])
  })

  it('lists the names if a name is unknown, also in nested schedules', () => {
    const message = `Schedule "cosin" is unknown: expected one of ${scheduleNames.join(', ')}.`
    const config = { name: 'cosin', from: 1, steps: 4 }
    expect(() => createSchedule(config)).toThrow(new RangeError(message))
    expect(() => createSchedule({ name: 'warmup', schedule: config, steps: 2 })).toThrow(
      new RangeError(message),
    )
    expect(() => createSchedule({ name: 'join', schedules: [1, config], boundaries: [2] })).toThrow(
      new RangeError(message),
    )
    expect(() => createSchedule({ name: 'toString' })).toThrow(RangeError)
  })

  it('lists the options if an option is unknown', () => {
    expect(() => createSchedule({ name: 'cosine', from: 1, steps: 4, decay_steps: 3 })).toThrow(
      new RangeError('Schedule "cosine" has no option `decay_steps`: expected from, to, steps.'),
    )
  })

  it('requires an object with a name', () => {
    const wrong: [unknown, string][] = [
      [null, 'null'],
      ['cosine', '"cosine"'],
      [['cosine'], '["cosine"]'],
      [{ type: 'cosine' }, '{"type":"cosine"}'],
      [{ name: 3 }, '{"name":3}'],
    ]
    for (const [config, got] of wrong) {
      expect(() => createSchedule(config as never)).toThrow(
        new RangeError(`A schedule's config must be an object with the schedule's \`name\`, got ${got}.`),
      )
    }
  })
})
