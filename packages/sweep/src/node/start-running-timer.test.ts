import { afterEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { startRunningTimer, type RunningTimer, type RunningTimerOptions } from './start-running-timer.ts'

/** Keeps all events from this thread, as if the process were suspended. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

const timers: RunningTimer[] = []
afterEach(() => timers.splice(0).forEach((timer) => timer.stop()))

function startTimer(seconds: number, options?: RunningTimerOptions): { ended: boolean } {
  const state = { ended: false }
  timers.push(startRunningTimer(seconds, () => (state.ended = true), options))
  return state
}

describe('startRunningTimer', () => {
  it('ends once, in time', async () => {
    let count = 0
    startRunningTimer(0.02, () => count++)
    startRunningTimer(0, () => count++)
    await delay(300)
    expect(count).toBe(2)
  })

  it('does not count a pause of its own process', async () => {
    const timer = startTimer(1)
    await delay(10)
    block(1500)
    await delay(10)
    expect(timer.ended).toBe(false)
  })

  it('handles events that have arrived before it ends', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log(1)'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const order: string[] = []
    const end = new Promise((resolve) => startRunningTimer(0.001, () => resolve(order.push('end'))))
    child.stdout.on('data', () => order.push('data'))
    block(1000)
    await Promise.all([end, once(child, 'close')])
    expect(order).toEqual(['data', 'end'])
  })

  it('restarts, stops, and counts only the time that is to count', async () => {
    let restarts = 0
    const restarted = startRunningTimer(0.2, () => (restarts = Infinity))
    const again = setInterval(() => (restarts++, restarted.restart()), 5)
    const stopped = { ended: false }
    startRunningTimer(0.01, () => (stopped.ended = true)).stop()
    const uncounted = startTimer(0.01, { counts: () => false })
    await delay(500)
    clearInterval(again)
    restarted.stop()
    expect(restarts).toBeLessThan(Infinity)
    expect([stopped.ended, uncounted.ended]).toEqual([false, false])
  })
})
