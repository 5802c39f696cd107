import { afterEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { afterRunning, type RunningTimer, type RunningTimerOptions } from './running-time.ts'

/** Keeps this thread from all events, as a stopped process is. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

const timers: RunningTimer[] = []
afterEach(() => timers.splice(0).forEach((timer) => timer.stop()))

function ended(seconds: number, options?: RunningTimerOptions): { ended: boolean } {
  const state = { ended: false }
  timers.push(afterRunning(seconds, () => (state.ended = true), options))
  return state
}

describe('afterRunning', () => {
  it('ends once, in time', async () => {
    let count = 0
    afterRunning(0.02, () => count++)
    afterRunning(0, () => count++)
    await delay(300)
    expect(count).toBe(2)
  })

  it('does not count a pause of its own process', async () => {
    const timer = ended(1)
    await delay(10)
    block(1500)
    await delay(10)
    expect(timer.ended).toBe(false)
  })

  it('hears what has arrived before it ends', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log(1)'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const order: string[] = []
    const end = new Promise((resolve) => afterRunning(0.001, () => resolve(order.push('end'))))
    child.stdout.on('data', () => order.push('data'))
    block(1000)
    await Promise.all([end, once(child, 'close')])
    expect(order).toEqual(['data', 'end'])
  })

  it('starts again, stops, and counts only what it is to count', async () => {
    let restarts = 0
    const restarted = afterRunning(0.2, () => (restarts = Infinity))
    const again = setInterval(() => (restarts++, restarted.restart()), 5)
    const stopped = { ended: false }
    afterRunning(0.01, () => (stopped.ended = true)).stop()
    const uncounted = ended(0.01, { counts: () => false })
    await delay(500)
    clearInterval(again)
    restarted.stop()
    expect(restarts).toBeLessThan(Infinity)
    expect([stopped.ended, uncounted.ended]).toEqual([false, false])
  })
})
