import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FakeTerminal } from '../../test/fake-terminal.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { consoleSink } from './console-sink.ts'
import { createProgress } from './create-progress.ts'

const record = {
  epoch: 1,
  step: 1875,
  train: { loss: 0.1069, accuracy: 0.96725 },
  test: { loss: 0.092, accuracy: 0.9728 },
}
const full = 'Epoch: 1   Train: (loss = 0.1069, acc = 96.725)   Test: (loss = 0.092, acc = 97.28)'
const short = 'Epoch: 1  Train: loss 0.1069, acc 96.725  Test: loss 0.092, acc 97.28'

const { NO_COLOR, FORCE_COLOR, TERM } = process.env
beforeEach(() => {
  process.env.TERM = 'xterm'
  delete process.env.NO_COLOR
  delete process.env.FORCE_COLOR
})
afterEach(() => {
  for (const [name, value] of Object.entries({ NO_COLOR, FORCE_COLOR, TERM })) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
})

describe('consoleSink', () => {
  const folder = temporaryFolder()

  it('prints the full line if the stream is not a terminal', () => {
    let written = ''
    const sink = consoleSink({ stream: { write: (text) => void (written += text) } })
    sink.write(record)
    sink.close()
    expect(written).toBe(`${full}\n`)
  })

  it.each([
    [80, short],
    [83, full],
    [0, short], // as some terminals say: taken for 80
  ])('fits the line in a terminal of %i columns', (columns, line) => {
    const stream = new FakeTerminal({ columns })
    consoleSink({ stream, color: false }).write(record)
    expect(stream.written).toBe(`${line}\n`)
  })

  it('prints colors on a terminal unless NO_COLOR is set', () => {
    const stream = new FakeTerminal()
    const sink = consoleSink({ stream })
    sink.write(record)
    expect(stream.written).toContain('\x1b[1mEpoch: 1\x1b[22m')
    process.env.NO_COLOR = '1'
    const start = stream.written.length
    sink.write(record)
    expect(stream.written.slice(start)).toBe(`${short}\n`)
  })

  it('prints above a progress bar and stops it on close', () => {
    const stream = new FakeTerminal()
    const progress = createProgress({ stream })
    const sink = consoleSink({ stream, progress })
    progress.start({ total: 60000, label: 'Epoch 1/1' })
    sink.write(record)
    expect(stream.screen).toEqual([short, expect.stringMatching(/^Epoch 1\/1 {3}0% ░+ /)])
    sink.close()
    expect(stream.screen).toEqual([short])
    expect(stream.wraps).toBe(0)
  })

  it.each(['lines', 'progress'])('continues when the reader of its %s exits', async (kind) => {
    const path = join(folder, kind)
    const script = join(import.meta.dirname, '../../test/log-to-closed-pipe.ts')
    const child = spawn(process.execPath, [script, path, kind], { stdio: ['pipe', 'inherit', 'pipe'] })
    child.stderr.destroy()
    child.stdin.end()
    expect(await once(child, 'close')).toEqual([0, null])
    expect(existsSync(path)).toBe(true)
  })
})
