import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { FakeTerminal } from '../../test/fake-terminal.ts'
import { createProgress } from './create-progress.ts'

const term = process.env.TERM
beforeEach(() => {
  process.env.TERM = 'xterm'
})
afterEach(() => {
  if (term === undefined) delete process.env.TERM
  else process.env.TERM = term
})

/** A clock that tests set. */
function createClock(): { now: () => number; seconds: number } {
  const clock = { now: () => 1000 * clock.seconds, seconds: 0 }
  return clock
}

describe('createProgress on a terminal', () => {
  it('shows the bar immediately and moves it as images are done', () => {
    const stream = new FakeTerminal()
    const clock = createClock()
    const progress = createProgress({ stream, now: clock.now })
    progress.start({ total: 60000, label: 'Epoch 3/10' })
    expect(stream.screen).toEqual([expect.stringMatching(/^Epoch 3\/10 {3}0% ░{28} {5}0\/60000 .* ETA -$/)])
    clock.seconds = 2
    progress.update(27000)
    expect(stream.screen).toEqual([
      expect.stringMatching(/^Epoch 3\/10 {2}45% █+░+ 27000\/60000 {2}13500 images\/s {2}ETA 0:03$/),
    ])
    progress.stop()
  })

  it('draws no more often than ten times a second', () => {
    const stream = new FakeTerminal()
    const clock = createClock()
    const progress = createProgress({ stream, now: clock.now })
    progress.start({ total: 1000, label: 'Epoch 1/1' })
    const start = stream.written.length
    clock.seconds = 0.09
    for (let done = 0; done < 500; done++) progress.update(done)
    expect(stream.written).toHaveLength(start)
    clock.seconds = 0.1
    progress.update(501)
    expect(stream.screen[0]).toContain(' 501/1000 ')
    progress.stop()
  })

  it('prints lines above the bar without breaking the lines or the bar', () => {
    const stream = new FakeTerminal()
    const clock = createClock()
    const progress = createProgress({ stream, now: clock.now })
    const lines: string[] = []
    for (let epoch = 1; epoch <= 3; epoch++) {
      progress.start({ total: 100, label: `Epoch ${epoch}/3` })
      clock.seconds++
      progress.update(50)
      lines.push(`line of epoch ${epoch}`)
      progress.log(lines[lines.length - 1])
      expect(stream.screen).toEqual([
        ...lines,
        expect.stringMatching(`^Epoch ${epoch}/3 {2}50% █+░+ .* ETA 0:01$`),
      ])
    }
    progress.stop()
    expect(stream.screen).toEqual(lines)
    progress.log('after the bar')
    expect(stream.screen).toEqual([...lines, 'after the bar'])
  })

  it.each([20, 40, 80, 200])('stays on one line of %i columns', (columns) => {
    const stream = new FakeTerminal({ columns })
    const progress = createProgress({ stream })
    progress.start({ total: 10 ** 9, label: 'Epoch 100/100' })
    progress.log('short')
    progress.update(10 ** 9)
    progress.stop()
    expect(stream.wraps).toBe(0)
    expect(stream.screen).toEqual(['short'])
  })

  it('does not keep the process alive if it is never stopped', async () => {
    const script = fileURLToPath(new URL('../../test/leave-progress.ts', import.meta.url))
    const child = spawn(process.execPath, [script], { stdio: 'inherit', timeout: 4000 })
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('ignores updates before start and after stop, and a second stop', () => {
    const stream = new FakeTerminal()
    const progress = createProgress({ stream })
    progress.update(1)
    progress.stop()
    expect(stream.written).toBe('')
    progress.start({ total: 2, label: 'Epoch 1/1' })
    progress.stop()
    const { written } = stream
    progress.update(2)
    progress.stop()
    expect(stream.written).toBe(written)
    expect(stream.screen).toEqual([])
  })
})

describe('createProgress on a stream that is not a terminal', () => {
  const start = { total: 60000, label: 'Epoch 1/2' }

  it('prints a plain line after each 30 s without output', () => {
    const { stream, lines } = createPlainStream()
    const clock = createClock()
    const progress = createProgress({ stream, now: clock.now })
    progress.start(start)
    for (clock.seconds = 0; clock.seconds <= 61; clock.seconds++) progress.update(600 * clock.seconds)
    progress.log('Epoch: 1')
    progress.start(start)
    clock.seconds += 29
    progress.update(60000)
    progress.stop()
    clock.seconds += 31
    progress.update(60000)
    expect(lines()).toEqual([
      'Epoch 1/2  30%  18000/60000    600 images/s  ETA 1:10',
      'Epoch 1/2  60%  36000/60000    600 images/s  ETA 0:40',
      'Epoch: 1',
    ])
  })

  it('treats a dumb terminal like a stream that is not a terminal', () => {
    process.env.TERM = 'dumb'
    const stream = new FakeTerminal()
    const progress = createProgress({ stream })
    progress.start(start)
    progress.log('Epoch: 1')
    progress.stop()
    expect(stream.written).toBe('Epoch: 1\n')
  })
})

function createPlainStream(): { stream: { write(text: string): void }; lines: () => string[] } {
  let written = ''
  return {
    stream: { write: (text) => void (written += text) },
    lines: () => written.split('\n').slice(0, -1),
  }
}
