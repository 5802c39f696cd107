import { describe, expect, it, jest } from '@jest/globals'
import { attemptThat } from '../../test/attempt-that.ts'
import objective from '../../test/conformance-objective.ts'
import { describeExecutor } from '../../test/executor-conformance.ts'
import { recordingListener } from '../../test/recording-listener.ts'
import { inProcessExecutor } from './in-process-executor.ts'
import { type Objective, TrialStopped } from './trial.ts'

describeExecutor('inProcessExecutor', () => inProcessExecutor(objective as Objective))

describe('inProcessExecutor', () => {
  it('does not call the objective of an attempt that is canceled at once', async () => {
    const never = jest.fn(() => 1)
    const { outcome, cancel } = inProcessExecutor(never).start(attemptThat('tell'), recordingListener())
    cancel()
    await outcome
    expect(never).not.toHaveBeenCalled()
  })

  it('waits for an objective that it cannot stop by force', async () => {
    let finish: (value: number) => void = () => {}
    const ended: string[] = []
    const executor = inProcessExecutor(() => new Promise<number>((resolve) => (finish = resolve)))
    const { outcome } = executor.start(attemptThat('tell'), recordingListener())
    await Promise.resolve()
    const closed = executor.close().then(() => ended.push('executor'))
    await new Promise((resolve) => setTimeout(resolve))
    ended.push('objective')
    finish(1)
    await closed
    expect(ended).toEqual(['objective', 'executor'])
    expect(await outcome).toEqual({ kind: 'canceled' })
  })

  it('aborts the signal with the error that reports throw, so that waiting by the signal ends the objective', async () => {
    const reasons: unknown[] = []
    const executor = inProcessExecutor(async ({ signal, report }) => {
      await report(0, 1).catch((error) => reasons.push(error))
      reasons.push(signal.reason)
      signal.throwIfAborted()
      return 1
    })
    const listener = recordingListener(() => 'rejected')
    expect(await executor.start(attemptThat('tell'), listener).outcome).toMatchObject({ kind: 'lost' })
    expect(reasons).toEqual([new TrialStopped('rejected'), new TrialStopped('rejected')])
  })
})
