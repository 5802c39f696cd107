import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeJournal } from '../src/journal/decode-journal.ts'
import { encodeJsonLine } from '../src/journal/json-line.ts'
import type { JournalRecord } from '../src/journal/journal-record.ts'
import { memoryJournal } from '../src/journal/journal.ts'
import type { Journal } from '../src/journal/journal.ts'
import type { Space } from '../src/parameters/space.ts'
import { successiveHalvingPruner } from '../src/pruners/successive-halving-pruner.ts'
import { tpeSampler } from '../src/samplers/tpe-sampler.ts'
import { createStudy } from '../src/runner/create-study.ts'
import { readStudies } from '../src/runner/read-studies.ts'
import type { StudyTrial } from '../src/study/study-trial.ts'
import type { Study } from '../src/runner/study.ts'

const space: Space = {
  rate: { kind: 'float', low: 1e-4, high: 1, log: true },
  optimizer: { kind: 'categorical', choices: ['sgd', 'Ädam', null, 3] },
  momentum: {
    kind: 'conditional',
    condition: { optimizer: ['sgd'] },
    parameter: { kind: 'float', low: 0, high: 1, log: false },
  },
  layers: { kind: 'int', low: 1, high: 3, log: false, step: 1 },
  model: { kind: 'constant', value: 'lenet' },
}

function open(journal: Journal): Study {
  return createStudy({
    space,
    sampler: tpeSampler({ startupTrials: 3 }),
    pruner: successiveHalvingPruner({ reductionFactor: 2 }),
    direction: 'minimize',
    repeats: [1, 2],
    trials: 20,
    metric: 'loss',
    journal,
    warn: () => {},
  })
}

function step(study: Study): void {
  const trial = study.ask() as StudyTrial
  const { number } = trial
  const loss = (trial.configuration.rate as number) + number
  if (number % 5 === 1) study.restart(number, { kind: 'crash', message: 'killed by SIGKILL', attempt: 1 })
  for (let at = 1; at < 4; at++) {
    if (study.report(number, at, at === 3 && number === 2 ? NaN : loss / at)) {
      return study.tell(number, { state: 'pruned' })
    }
  }
  if (number % 5 === 4) {
    study.tell(number, { state: 'failed', failure: { kind: 'error', message: 'no', attempt: 1 } })
    const again = study.retry(number)
    return study.tell(again.number, { state: 'complete', value: Infinity })
  }
  study.tell(number, { state: 'complete', value: loss, attributes: { 'test.accuracy': 0.98, note: 'ü' } })
}

const records = ((): readonly JournalRecord[] => {
  const journal = memoryJournal()
  const study = open(journal)
  for (let trial = 0; trial < 12; trial++) step(study)
  study.ask()
  return journal.records
})()
const lines = records.map(encodeJsonLine)
const bytes = Buffer.from(lines.join(''))

/** Allowed errors about a journal: they name a damaged line, or say that the study is another one. */
const NAMED =
  /^Journal line \d+ is damaged: |^Study ".*" (started with another|started with its parameters in another order|of this journal was created by another program)/

/** Reads a journal in every way; throws errors that are not allowed. */
function use(file: Uint8Array): 'read' | 'rejected' {
  try {
    const journal = memoryJournal()
    const decoded = decodeJournal(file)
    journal.append(decoded.records)
    for (const { trials } of readStudies(decoded.records)) {
      for (const { intermediate, failures, startedAt = '2026' } of trials) {
        expect([...intermediate.keys()].every(Number.isSafeInteger)).toBe(true)
        expect(failures.every(({ message }) => typeof message === 'string')).toBe(true)
        expect(Number.isNaN(Date.parse(startedAt))).toBe(false)
      }
    }
    const study = open(journal)
    study.best()
    for (const { number, state } of [...study.slots]) if (state === 'running') study.restart(number)
    study.ask()
    return 'read'
  } catch (error) {
    if (NAMED.test((error as Error).message)) return 'rejected'
    throw error
  }
}

/** Every place within a value, as the list of keys that leads to it. */
function placesOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]]
  return [[], ...Object.entries(value).flatMap(([key, part]) => placesOf(part).map((rest) => [key, ...rest]))]
}

/** A copy with another value at a place, or without the place. */
function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >
  const part = changed(copy[key], rest, to)
  if (part === undefined) delete copy[key]
  else copy[key] = part
  return copy
}

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  true,
  -1,
  0,
  0.5,
  7,
  1e300,
  NaN,
  '',
  'x',
  '{"',
  [],
  [null],
  ['x'],
  {},
  { a: 1 },
)

describe('a damaged journal', () => {
  it('is read unchanged if it is undamaged', () => {
    expect(use(bytes)).toBe('read')
    expect(open(journalOf()).trials.length).toBeGreaterThan(12)
  })

  it('is read, or rejected by the number of its line, whichever bit of it is wrong', () => {
    const seen = { read: 0, rejected: 0 }
    fc.assert(
      fc.property(fc.nat(bytes.length - 2), fc.nat(7), (position, bit) => {
        const damaged = Buffer.from(bytes)
        damaged[position] ^= 1 << bit
        seen[use(damaged)]++
      }),
      { numRuns: 1500 },
    )
    expect(seen.rejected).toBeGreaterThan(500)
    expect(seen.read).toBeGreaterThan(20)
  })

  it('is read, or rejected by the number of its line, whichever value of it is changed', () => {
    fc.assert(
      fc.property(fc.nat(records.length - 1), fc.nat(), odd, (index, place, to) => {
        const places = placesOf(records[index]).slice(1)
        const damaged = changed(records[index], places[place % places.length], to)
        use(Buffer.from(lines.map((line, at) => (at === index ? encodeJsonLine(damaged) : line)).join('')))
      }),
      { numRuns: 1500 },
    )
  })

  it('is read, or rejected by the number of its line, whichever line is missing, doubled or elsewhere', () => {
    const index = fc.nat(lines.length - 1)
    fc.assert(
      fc.property(index, index, fc.constantFrom(0, 1, 2), (from, to, copies) => {
        const damaged = lines.toSpliced(from, 1)
        damaged.splice(to, 0, ...Array.from({ length: copies }, () => lines[from]))
        use(Buffer.from(damaged.join('')))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['"step":2', '"step":"1"', '`step` must be a non-negative integer, got "1".'],
    ['"op_code":6', '"op_code":7', '`step` must be a non-negative integer, got undefined.'],
    [
      '"tunekit:slot":1',
      '"tunekit:slot":9',
      '`tunekit:slot` must be tunekit:configuration × 2 + tunekit:repeat, got 9, 0 and 1.',
    ],
    ['"kind":"int"', '"kind":"inT"', 'Search space "layers": `kind` must be one of'],
    ['\\"name\\":\\"FloatD', '\\"name\\":"FloatD', 'expected a JSON object with an op_code'],
    [
      '\\"choices\\"',
      '\\"choiceS\\"',
      'the value of "optimizer" must be the index of one of its choices undefined',
    ],
    ['"trial_id":3', '"trial_id":300', '`trial_id` must be the id of an earlier trial, below'],
  ])('%s → %s', (before, after, message) => {
    const text = bytes.toString()
    const at = text.indexOf(before)
    expect(at).toBeGreaterThan(0)
    const line = text.slice(0, at).split('\n').length
    const damaged = Buffer.from(text.slice(0, at) + after + text.slice(at + before.length))
    expect(() => decodeJournal(damaged)).toThrow(`Journal line ${line} is damaged: ${message}`)
  })

  it('may have further fields and unknown operations', () => {
    const more = records.map((record) => encodeJsonLine({ ...record, later: { x: [1] } }))
    expect(use(Buffer.from([...more, '{"op_code":99}\n', '{"op_code":98,"trial_id":"x"}\n'].join('')))).toBe(
      'read',
    )
  })
})

function journalOf(): Journal {
  const journal = memoryJournal()
  journal.append(records)
  return journal
}
