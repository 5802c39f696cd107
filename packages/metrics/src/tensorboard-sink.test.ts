import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { tensorBoardSink } from './tensorboard-sink.ts'
import { decodeTfEvents, type TfEvent } from './tf-event.ts'

describe('tensorBoardSink', () => {
  const folder = temporaryFolder()
  const metadata = { hostname: 'host', processId: 42, wallTime: () => 1700000000.5 }
  const version = { wallTime: 1700000000.5, step: 0, fileVersion: 'brain.Event:2' }

  it('writes version, start and one event a record to a file of the usual name', () => {
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

  it('adds to what is there without purging it, unless asked to resume', () => {
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
})

function readEvents(folder: string, index: number): readonly TfEvent[] {
  const name = readdirSync(folder).sort()[index]
  return decodeTfEvents(readFileSync(join(folder, name))).events
}
