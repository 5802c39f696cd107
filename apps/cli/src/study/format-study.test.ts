import { createStudy, listSampler } from '@tunekit/sweep'
import type { Space, Study } from '@tunekit/sweep'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { describeConfiguration } from './describe-configuration.ts'
import { formatDuration, formatStudy } from './format-study.ts'
import type { StudyView } from './format-study.ts'

const space: Space = {
  rate: { kind: 'float', low: 0, high: 1, log: false },
  size: { kind: 'categorical', choices: [16, 32] },
  epochs: { kind: 'constant', value: 3 },
}

const start = Date.parse('2026-01-01T00:00:00Z')
let seconds: number

beforeEach(() => {
  seconds = 0
})

/** Creates a study of eight trials with a clock that shows `seconds`. */
function makeStudy(): Study {
  const rates = [0.1, 0.123456, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
  return createStudy({
    space,
    sampler: listSampler(rates.map((rate, index) => ({ rate, size: index % 2 ? 32 : 16, epochs: 3 }))),
    direction: 'maximize',
    lag: 8,
    clock: () => new Date(start + 1000 * seconds),
  })
}

function format(study: Study, changes: Partial<StudyView> = {}): string[] {
  return formatStudy({
    study,
    metric: 'validation.accuracy',
    workers: 2,
    describe: (configuration) => describeConfiguration(space, configuration),
    lines: 10,
    columns: 80,
    now: new Date(start + 1000 * seconds),
    ...changes,
  })
}

/** Trials 0 to 3 take 10, 20, 30 and 40 s: complete, pruned, failed, complete. 4 and 5 run. */
function halfway(): Study {
  const study = makeStudy()
  for (let number = 0; number < 6; number++) study.ask()
  study.report(0, 1, 0.5)
  study.report(0, 2, 0.9867)
  study.report(1, 1, 0.25)
  study.report(4, 1, 0.75)
  seconds = 10
  study.tell(0, { state: 'complete', value: 0.9867 })
  seconds = 20
  study.tell(1, { state: 'pruned' })
  seconds = 30
  study.restart(2, { kind: 'crash', message: 'killed', attempt: 1 })
  study.tell(2, { state: 'failed', failure: { kind: 'crash', message: 'killed', attempt: 2 } })
  seconds = 40
  study.tell(3, { state: 'complete', value: 0.5 })
  return study
}

describe('formatStudy', () => {
  it('has a line per trial, then counts, the remaining time and the best', () => {
    expect(format(halfway())).toEqual([
      'trial  state       step  accuracy  rate    size',
      '    0  complete       2  98.67 %   0.1     16',
      '    1  pruned         1  25.00 %   0.1235  32',
      '    2  failed (2)     –  –         0.3     16',
      '    3  complete       –  50.00 %   0.4     32',
      '    4  running        1  75.00 %   0.5     16',
      '    5  running        –  –         0.6     32',
      '',
      // Four trials of 30 s (the upper median of 10, 20, 30 and 40), less 30 s for each of the two that run, by 2 workers.
      '4 of 8 trials · 2 running · 1 pruned · 1 failed · about 30 s left',
      'Best accuracy 98.67 %: rate 0.1, size 16',
    ])
  })

  it('leaves out the trials that ended first, but never a running trial', () => {
    const trials = (lines: number): string[] =>
      format(halfway(), { lines })
        .slice(1, -3)
        .map((line) => line.trim().split(' ')[0])
    expect(trials(4)).toEqual(['2', '3', '4', '5'])
    expect(trials(2)).toEqual(['4', '5'])
    expect(trials(1)).toEqual(['4', '5'])
  })

  it('truncates lines to the width', () => {
    const lines = format(halfway(), { columns: 40 })
    expect(lines[0]).toBe('trial  state       step  accuracy  rate…')
    expect(lines.at(-2)).toBe('4 of 8 trials · 2 running · 1 pruned · …')
    expect(Math.max(...lines.map((line) => line.length))).toBe(40)
  })

  it('shows a study that has not started, and a study that has ended', () => {
    const study = makeStudy()
    expect(format(study)).toEqual(['trial  state  step  accuracy', '', '0 of 8 trials'])
    for (let number = 0; number < 8; number++) study.ask()
    seconds = 5
    for (let number = 0; number < 8; number++) study.tell(number, { state: 'complete', value: number / 10 })
    expect(format(study).slice(-2)).toEqual(['8 of 8 trials', 'Best accuracy 70.00 %: rate 0.8, size 32'])
  })

  it('ignores negative durations if the clock was set back', () => {
    const study = halfway()
    const now = new Date(start - 3_600_000)
    expect(format(study, { now }).at(-2)).toContain('about 60 s left')
  })

  it('shows the seeds of repeats, which differ only in the seed', () => {
    const study = createStudy({
      space,
      sampler: listSampler([{ rate: 0.1, size: 16, epochs: 3 }]),
      direction: 'maximize',
      repeats: [7, 8],
      clock: () => new Date(start),
    }) as Study
    study.ask()
    study.ask()
    expect(format(study).slice(0, 3)).toEqual([
      'trial  state    step  accuracy  seed  rate  size',
      '    0  running     –  –            7  0.1   16',
      '    1  running     –  –            8  0.1   16',
    ])
  })

  it('shows an accuracy above 1 as a percentage', () => {
    const study = makeStudy()
    study.ask()
    study.tell(0, { state: 'complete', value: 93.6 })
    expect(format(study)[1]).toMatch(/ 93\.60 +0\.1 /)
    expect(format(study).at(-1)).toMatch(/^Best accuracy 93\.60: /)
  })

  it('shows other metrics with four digits', () => {
    const line = format(halfway(), { metric: 'test.loss' })[1]
    expect(line).toBe('    0  complete       2  0.9867  0.1     16')
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.2, '1 s'],
    [89, '89 s'],
    [90, '2 min'],
    [3600, '60 min'],
    [5400, '1.5 h'],
  ])('of %d seconds is %s', (duration, text) => expect(formatDuration(duration)).toBe(text))
})
