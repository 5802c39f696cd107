import { afterEach, describe, expect, it } from '@jest/globals'
import type { AttemptListener, Executor, Outcome } from '../src/executors/executor.ts'
import { attemptThat } from './attempt-that.ts'
import type { Behavior } from './conformance-objective.ts'
import { processRuns } from './process-runs.ts'
import { recordingListener } from './recording-listener.ts'

export interface Limits {
  readonly timeout?: number
  readonly memoryLimit?: number
  readonly heartbeatTimeout?: number
  readonly grace?: number
}

/**
 * The further contract of an executor that can end trials by force: one that runs them in processes on this machine.
 *
 * @param make Creates an executor that runs the default export of `conformance-objective.ts`
 */
export function describeForcefulExecutor(name: string, make: (limits: Limits) => Executor): void {
  describe(`${name}, as any executor that can use force,`, () => {
    let executor: Executor | undefined
    afterEach(() => executor?.close())

    function outcomeOf(
      does: Behavior,
      limits: Limits = {},
      listener: AttemptListener = recordingListener(),
    ): Promise<Outcome> {
      executor = make(limits)
      return executor.start(attemptThat(does), listener).outcome
    }

    it('tells how a process ended without a result', async () => {
      expect(await outcomeOf('exit')).toEqual({
        kind: 'crash',
        message: 'Its process exited with code 3 without a result.',
      })
      expect(await outcomeOf('kill')).toEqual({
        kind: 'crash',
        message: 'Its process was killed by SIGKILL.',
      })
    })

    it.each<[Behavior, string]>([
      ['throwLater', 'in a callback'],
      ['rejectAside', 'nobody listens'],
    ])('takes an error outside the objective for an error of the objective: %s', async (does, message) => {
      expect(await outcomeOf(does)).toMatchObject({ kind: 'error', message })
    })

    it.each<Behavior>(['ignoreSignal', 'spin', 'startAnother'])(
      'kills a trial that does not end when it is canceled: %s',
      async (does) => {
        executor = make({ grace: 0.05 })
        const listener = recordingListener()
        const { outcome, cancel } = executor.start(attemptThat(does), listener)
        await listener.value(does === 'startAnother' ? 1 : 0)
        cancel()
        expect(await outcome).toEqual({ kind: 'canceled' })
        expect(listener.reports.filter(({ value }) => processRuns(value))).toEqual([])
      },
    )

    it('leaves no program running that a complete trial has started', async () => {
      const listener = recordingListener()
      expect(await outcomeOf('leaveAnother', {}, listener)).toEqual({ kind: 'complete', value: 1 })
      expect(processRuns(await listener.value(0))).toBe(false)
    })

    it('lets a trial that runs too long end by itself', async () => {
      const message = 'Ran longer than 0.5 s.'
      expect(await outcomeOf('wait', { timeout: 0.5, grace: 1000 })).toEqual({
        kind: 'timeout',
        message,
      })
    })

    it('kills a trial that runs too long and does not end by itself', async () => {
      const listener = recordingListener()
      const limits = { timeout: 0.5, grace: 0.05 }
      expect(await outcomeOf('spin', limits, listener)).toEqual({
        kind: 'timeout',
        message: 'Ran longer than 0.5 s.',
      })
      expect(listener.reports.filter(({ value }) => processRuns(value))).toEqual([])
    })

    it('loses a trial without a heartbeat, and receives no more reports of it', async () => {
      const listener = recordingListener()
      expect(await outcomeOf('freeze', { heartbeatTimeout: 2 }, listener)).toEqual({
        kind: 'lost',
        message: 'No heartbeat for 2 s.',
      })
      const pid = await listener.value(0)
      expect(processRuns(pid)).toBe(false)
      expect(listener.reports).toHaveLength(1)
    })

    it('receives the heartbeat of a busy trial', async () => {
      const limits = { heartbeatTimeout: 2, timeout: 3.5, grace: 0 }
      expect(await outcomeOf('spin', limits)).toMatchObject({ kind: 'timeout' })
    })

    it('ends a trial that uses too much memory', async () => {
      expect(await outcomeOf('fillMemory', { memoryLimit: 300e6 })).toEqual({
        kind: 'crash',
        message: expect.stringMatching(
          /^Its process and the programs that it started used \d+ MB, more than the limit of 300 MB\.$/,
        ),
      })
    })

    const onLinux = process.platform === 'linux' ? it : it.skip

    onLinux('ends a trial whose programs use too much memory, and the programs', async () => {
      const listener = recordingListener()
      expect(await outcomeOf('fillMemoryOfAnother', { memoryLimit: 400e6 }, listener)).toEqual({
        kind: 'crash',
        message: expect.stringMatching(/ used \d+ MB, more than the limit of 400 MB\.$/),
      })
      expect(processRuns(await listener.value(0))).toBe(false)
    })

    it('does not count time in which its own process is blocked, and takes a result that arrived meanwhile', async () => {
      const listener = recordingListener()
      executor = make({ timeout: 3, grace: 0 })
      const { outcome } = executor.start(attemptThat('endSoon'), listener)
      await listener.value(0)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000)
      expect(await outcome).toEqual({ kind: 'complete', value: 1 })
    })

    it('passes warnings on', async () => {
      const warnings: string[] = []
      const listener = {
        ...recordingListener(),
        onWarning: (_: string, message: string) => void warnings.push(message),
      }
      expect(await outcomeOf('warn', {}, listener)).toMatchObject({ kind: 'complete' })
      expect(warnings).toEqual(['It is warm.'])
    })

    it('ends a trial whose heap is full', async () => {
      expect(await outcomeOf('fillHeap', { memoryLimit: 200e6 })).toEqual({
        kind: 'crash',
        message: expect.stringMatching(/was killed by SIGABRT, as by Node when its heap is full|used \d+ MB/),
      })
    })
  })
}
