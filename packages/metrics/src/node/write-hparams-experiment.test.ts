import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { decodeTfEvents } from '../tensorboard/tf-event.ts'
import { writeHParamsExperiment } from './write-hparams-experiment.ts'

describe('writeHParamsExperiment', () => {
  const folder = temporaryFolder()
  const experiment = {
    hparams: { rate: { type: 'number', interval: [0, 1] } },
    metrics: [{ tag: 'test/accuracy' }],
  } as const

  it('writes one file of two events, the same bytes at the same time, and replaces it', () => {
    const sweep = join(folder, 'deep', 'sweep')
    writeHParamsExperiment(sweep, { hparams: {}, metrics: [] })
    writeHParamsExperiment(sweep, experiment, { wallTime: 1700000000.5 })
    expect(readdirSync(sweep)).toEqual(['events.out.tfevents.0.hparams'])
    const { events, wholeBytes } = decodeTfEvents(readFileSync(join(sweep, 'events.out.tfevents.0.hparams')))
    expect(events).toEqual([
      { wallTime: 1700000000.5, step: 0, fileVersion: 'brain.Event:2' },
      { wallTime: 1700000000.5, step: 0, hparams: { experiment } },
    ])
    expect(readFileSync(join(sweep, 'events.out.tfevents.0.hparams'))).toHaveLength(wholeBytes)
  })

  it('writes nothing if a column is invalid', () => {
    const hparams = { rate: { type: 'number', values: [NaN] } } as const
    expect(() => writeHParamsExperiment(join(folder, 'none'), { hparams, metrics: [] })).toThrow(RangeError)
    expect(readdirSync(folder)).not.toContain('none')
  })

  it('takes the time of the system by default', () => {
    const before = Date.now() / 1000
    writeHParamsExperiment(folder, experiment)
    const { events } = decodeTfEvents(readFileSync(join(folder, 'events.out.tfevents.0.hparams')))
    expect(events[1].wallTime).toBeGreaterThanOrEqual(before)
    expect(events[1].wallTime).toBeLessThanOrEqual(Date.now() / 1000)
  })
})
