import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { AttemptListener, Executor, Outcome } from '../src/executors/executor.ts'
import { attemptThat } from './attempt-that.ts'
import type { Behavior } from './conformance-objective.ts'
import { recordingListener, type RecordingListener } from './recording-listener.ts'

/**
 * The contract of every executor.
 *
 * @param make Creates an executor that runs the default export of `conformance-objective.ts`
 */
export function describeExecutor(name: string, make: () => Executor): void {
  describe(`${name}, as any executor,`, () => {
    let executor: Executor
    beforeEach(() => {
      executor = make()
    })
    afterEach(() => executor.close())

    function outcomeOf(does: Behavior, listener: AttemptListener = recordingListener()): Promise<Outcome> {
      return executor.start(attemptThat(does), listener).outcome
    }

    it('passes the attempt to the objective', async () => {
      const attempt = attemptThat('tell', {
        trial: 9,
        attempt: 3,
        seed: 2 ** 31 - 1,
        configuration: { does: 'tell', rate: 1e-3, name: 'ö', on: true, none: null },
      })
      expect(await executor.start(attempt, recordingListener()).outcome).toEqual({
        kind: 'complete',
        value: 2 ** 31 - 1,
        attributes: { number: 9, attempt: 3, configuration: attempt.configuration },
      })
    })

    it('passes reports on in order, NaN and infinity among them', async () => {
      const listener = recordingListener()
      const attempt = attemptThat('report')
      const { outcome } = executor.start(attempt, listener)
      expect(listener.reports).toEqual([]) // the caller has the attempt in hand first
      expect(await outcome).toEqual({ kind: 'complete', value: 7 })
      expect(listener.reports).toEqual([
        { lease: attempt.lease, step: 0, value: 0.5 },
        { lease: attempt.lease, step: 1, value: NaN },
        { lease: attempt.lease, step: 5, value: -Infinity },
      ])
    })

    it('takes reports that are made before the last is answered', async () => {
      const listener = recordingListener()
      expect(await outcomeOf('hurry', listener)).toEqual({ kind: 'complete', value: 0 })
      expect(listener.reports.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4])
    })

    it('gives each report its own answer', async () => {
      // The objective awaits all five reports; only the third is pruned.
      const listener = recordingListener((step) => (step === 2 ? 'prune' : 'continue'))
      expect(await outcomeOf('hurry', listener)).toEqual({ kind: 'pruned' })
    })

    it('prunes by throwing from the report', async () => {
      const listener = recordingListener((step) => (step === 1 ? 'prune' : 'continue'))
      expect(await outcomeOf('report', listener)).toEqual({ kind: 'pruned' })
      expect(listener.reports.map(({ step }) => step)).toEqual([0, 1])
    })

    it('ignores a report that throws without being awaited', async () => {
      const listener = recordingListener(() => 'prune')
      expect(await outcomeOf('neverAwait', listener)).toEqual({ kind: 'complete', value: 1 })
    })

    it('counts an objective that prunes itself as pruned', async () => {
      expect(await outcomeOf('giveUp')).toEqual({ kind: 'pruned' })
    })

    it('asks no more after pruning, and takes the value of an objective that finishes anyway', async () => {
      const listener = recordingListener((step) => (step === 1 ? 'prune' : 'continue'))
      expect(await outcomeOf('insist', listener)).toEqual({
        kind: 'complete',
        value: 1,
        attributes: { reasons: ['pruned', 'pruned'], aborted: false },
      })
      expect(listener.reports.map(({ step }) => step)).toEqual([0, 1])
    })

    it('counts an attempt whose report is rejected as lost, whatever it returns', async () => {
      const listener = recordingListener(() => 'rejected')
      expect(await outcomeOf('insist', listener)).toEqual({
        kind: 'lost',
        message: 'Its report was rejected: its lease is no longer valid.',
      })
      expect(listener.reports).toHaveLength(1)
    })

    it('counts an attempt as lost if the listener throws', async () => {
      const listener = recordingListener(() => {
        throw new Error('ENOSPC: no space left on device')
      })
      expect(await outcomeOf('report', listener)).toEqual({
        kind: 'lost',
        message: 'Its report could not be recorded: ENOSPC: no space left on device',
      })
    })

    it('reports an error with its message and stack', async () => {
      expect(await outcomeOf('throw')).toEqual({
        kind: 'error',
        message: 'No such layer.',
        stack: expect.stringMatching(/^RangeError: No such layer\.\n +at .*conformance-objective/),
      })
    })

    it.each<[Behavior, string]>([
      ['throwText', 'only words'],
      ['returnNaN', 'The objective returned NaN, which cannot be compared'],
      ['returnNothing', 'The objective returned undefined: expected a number or { value, attributes }.'],
      ['returnText', 'The objective returned an object whose `value` is a string: expected a number'],
      ['returnCycle', '`attributes` of the result must be plain JSON: '],
      ['badReport', '`step` of a report must be a non-negative integer, got 0.5.'],
      ['forgotAwait', '`step` of a report must be a non-negative integer, got -1.'],
    ])('makes an error of an objective that does this: %s', async (does, message) => {
      expect(await outcomeOf(does)).toMatchObject({
        kind: 'error',
        message: expect.stringContaining(message),
      })
    })

    it('accepts infinity as a value', async () => {
      expect(await outcomeOf('returnInfinity')).toEqual({ kind: 'complete', value: Infinity })
    })

    it('turns attributes into plain JSON', async () => {
      expect(await outcomeOf('returnDate')).toEqual({
        kind: 'complete',
        value: 1,
        attributes: { at: '1970-01-01T00:00:00.000Z', rates: { 0: 0.5 } },
      })
    })

    it('cancels by the signal, and accepts no reports afterwards', async () => {
      const listener = recordingListener()
      const { outcome, cancel } = executor.start(attemptThat('wait'), listener)
      await listener.value(0)
      cancel()
      cancel()
      expect(await outcome).toEqual({ kind: 'canceled' })
      expect(listener.reports).toHaveLength(1)
    })

    it('passes on no report that was on its way when the attempt was canceled', async () => {
      const listener: RecordingListener = recordingListener(() => {
        running.cancel()
        return 'continue'
      })
      const running = executor.start(attemptThat('hurry'), listener)
      expect(await running.outcome).toEqual({ kind: 'canceled' })
      expect(listener.reports).toHaveLength(1)
    })

    it('receives nothing from an attempt that is canceled at once', async () => {
      const listener = recordingListener()
      const { outcome, cancel } = executor.start(attemptThat('report'), listener)
      cancel()
      expect(await outcome).toEqual({ kind: 'canceled' })
      expect(listener.reports).toEqual([])
    })

    it('leaves an attempt as it ended if it is canceled afterwards', async () => {
      const { outcome, cancel } = executor.start(attemptThat('tell'), recordingListener())
      const first = await outcome
      cancel()
      expect(await outcome).toBe(first)
      expect(first).toMatchObject({ kind: 'complete', value: 11 })
    })

    it('runs attempts side by side, each with its own lease and outcome', async () => {
      const listeners = [0, 1, 2].map(() => recordingListener())
      const attempts = listeners.map(() => attemptThat('wait'))
      const running = attempts.map((attempt, index) => executor.start(attempt, listeners[index]))
      await Promise.all(listeners.map((listener) => listener.value(0)))
      const concurrent = executor.start(attemptThat('tell'), recordingListener())
      expect(await concurrent.outcome).toMatchObject({ kind: 'complete' })
      running[1].cancel()
      expect(await running[1].outcome).toEqual({ kind: 'canceled' })
      expect(listeners.map(({ reports }) => reports.map(({ lease }) => lease))).toEqual(
        attempts.map(({ lease }) => [lease]),
      )
    })

    it('cancels all that runs when it is closed, and all that is started then', async () => {
      const listeners = [recordingListener(), recordingListener()]
      const running = listeners.map((listener) => executor.start(attemptThat('wait'), listener))
      await Promise.all(listeners.map((listener) => listener.value(0)))
      const ended: Outcome[] = []
      for (const { outcome } of running) void outcome.then((how) => ended.push(how))
      await executor.close()
      expect(ended).toEqual([{ kind: 'canceled' }, { kind: 'canceled' }])
      expect(await outcomeOf('report')).toEqual({ kind: 'canceled' })
      await executor.close()
    })
  })
}
