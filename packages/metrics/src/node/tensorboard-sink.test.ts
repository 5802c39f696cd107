import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createLogger } from '../record/create-logger.ts'
import type { TfHParams } from '../tensorboard/hparams.ts'
import { tensorBoardSink } from './tensorboard-sink.ts'
import { decodeTfEvents, type TfEvent } from '../tensorboard/tf-event.ts'

describe('tensorBoardSink', () => {
  const folder = temporaryFolder()
  const metadata = { hostname: 'host', processId: 42, wallTime: () => 1700000000.5 }
  const version = { wallTime: 1700000000.5, step: 0, fileVersion: 'brain.Event:2' }

  it('writes version, start and one event per record to a file of the usual name', () => {
    const run = join(folder, 'run')
    const sink = tensorBoardSink(run, metadata)
    sink.write({ epoch: 0, step: 0, train: { loss: 2.5, accuracy: 0.125 }, seconds: 3 })
    sink.write({ epoch: 1, step: 1875, train: { loss: NaN } })
    sink.close()
    expect(readdirSync(run)).toEqual(['events.out.tfevents.1700000000.host.42.0'])
    expect(readEvents(run, 0)).toEqual([
      version,
      { wallTime: 1700000000.5, step: 0, sessionStart: true },
      {
        wallTime: 1700000000.5,
        step: 0,
        scalars: { 'train/loss': 2.5, 'train/accuracy': 0.125, seconds: 3 },
      },
      { wallTime: 1700000000.5, step: 1875, scalars: { 'train/loss': NaN } },
    ])
  })

  it('has a record in the file as soon as it is written', () => {
    const run = join(folder, 'soon')
    const sink = tensorBoardSink(run, metadata)
    sink.write({ step: 1, loss: 1 })
    expect(readEvents(run, 0)).toHaveLength(3)
    sink.close()
  })

  it('resumes in a new file that sorts last and purges the steps after the checkpoint', () => {
    const run = join(folder, 'resumed')
    tensorBoardSink(run, metadata).close()
    // Same second, a smaller process id; then a clock that went back.
    tensorBoardSink(run, { ...metadata, processId: 7, resumeAfter: 1875 }).close()
    tensorBoardSink(run, { ...metadata, wallTime: () => 5, resumeAfter: 3750 }).close()
    expect(readdirSync(run).sort()).toEqual([
      'events.out.tfevents.1700000000.host.42.0',
      'events.out.tfevents.1700000001.host.7.0',
      'events.out.tfevents.1700000002.host.42.0',
    ])
    expect(readEvents(run, 1)).toEqual([version, { wallTime: 1700000000.5, step: 1876, sessionStart: true }])
    expect(readEvents(run, 2)[1]).toEqual({ wallTime: 5, step: 3751, sessionStart: true })
  })

  it('keeps earlier data, unless it resumes a run', () => {
    const run = join(folder, 'added')
    tensorBoardSink(run, metadata).close()
    const sink = tensorBoardSink(run, metadata)
    sink.write({ step: 1, loss: 1 })
    sink.close()
    expect(readEvents(run, 1)).toEqual([version, { wallTime: 1700000000.5, step: 1, scalars: { loss: 1 } }])
  })

  it('takes host, process and time from the system by default', () => {
    const run = join(folder, 'defaults')
    const before = Math.floor(Date.now() / 1000)
    tensorBoardSink(run).close()
    const match = /^events\.out\.tfevents\.(\d{10})\.(.+)\.(\d+)\.0$/.exec(readdirSync(run)[0])
    expect(match?.slice(2)).toEqual([hostname(), String(process.pid)])
    expect(Number(match?.[1])).toBeGreaterThanOrEqual(before)
  })

  describe('with hparams', () => {
    const hparams = { rule: 'adam', rate: 0.5, nesterov: false }

    it('writes the values of the run at the start and its success at the end', () => {
      const run = join(folder, 'hparams')
      const times = [1, 2, 3, 4, 5, 6, 7]
      const wallTime = () => times.shift()!
      const sink = tensorBoardSink(run, { ...metadata, hparams, groupName: 'a', wallTime })
      expect(sessionsOf(run, 0)).toEqual([{ sessionStart: { hparams, groupName: 'a' } }])
      sink.write({ step: 5, loss: 1 })
      sink.close()
      sink.close()
      expect(sessionsOf(run, 0)).toEqual([
        { sessionStart: { hparams, groupName: 'a' } },
        { sessionEnd: { status: 'success' } },
      ])
      // Closing again has not asked for the time; the end is later than the record.
      expect(readEvents(run, 0).at(-1)).toMatchObject({ wallTime: 6, step: 0 })
      expect(times).toEqual([7])
    })

    it.each([
      ['success', [{ sessionEnd: { status: 'success' } }]],
      ['failure', [{ sessionEnd: { status: 'failure' } }]],
      ['interrupted', []],
    ] as const)('closed with %s, its last words are %j', (outcome, lastWords) => {
      const run = join(folder, outcome)
      createLogger([tensorBoardSink(run, { ...metadata, hparams })]).close(outcome)
      expect(sessionsOf(run, 0).slice(1)).toEqual(lastWords)
    })

    it('gives the same group to runs with the same values in any order, and other groups to other runs', () => {
      const groups = [hparams, { nesterov: false, rate: 0.5, rule: 'adam' }, { ...hparams, rate: '0.5' }].map(
        (values, index) => {
          const run = join(folder, `group-${index}`)
          tensorBoardSink(run, { ...metadata, hparams: values }).close()
          const [start] = sessionsOf(run, 0)
          return start && 'sessionStart' in start && start.sessionStart.groupName
        },
      )
      expect(groups[0]).toMatch(/^[0-9a-f]{64}$/)
      expect(groups[1]).toBe(groups[0])
      expect(groups[2]).not.toBe(groups[0])
    })

    it('writes the values again in the file of a resumed run', () => {
      const run = join(folder, 'goes-on')
      tensorBoardSink(run, { ...metadata, hparams, groupName: 'a' }).close('interrupted')
      tensorBoardSink(run, { ...metadata, hparams, groupName: 'a', resumeAfter: 7 }).close()
      expect(sessionsOf(run, 1)).toEqual([
        { sessionStart: { hparams, groupName: 'a' } },
        { sessionEnd: { status: 'success' } },
      ])
    })

    it('rejects values that cannot be shown, and a group without values, before it creates a file', () => {
      const run = join(folder, 'rejected')
      expect(() => tensorBoardSink(run, { hparams: { rate: NaN } })).toThrow(
        'Hyperparameter `rate` must be a finite number, a string or a boolean, got NaN.',
      )
      expect(() => tensorBoardSink(run, { groupName: 'a' })).toThrow('`groupName` requires `hparams`')
      expect(readdirSync(folder)).not.toContain('rejected')
    })
  })
})

function sessionsOf(folder: string, index: number): TfHParams[] {
  return readEvents(folder, index).flatMap(({ hparams }) => (hparams ? [hparams] : []))
}

function readEvents(folder: string, index: number): readonly TfEvent[] {
  const name = readdirSync(folder).sort()[index]
  return decodeTfEvents(readFileSync(join(folder, name))).events
}
