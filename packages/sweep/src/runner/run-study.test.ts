import { describe, expect, it } from '@jest/globals'
import { scriptedExecutor } from '../../test/scripted-executor.ts'
import type { ScriptedAttempt } from '../../test/scripted-executor.ts'
import { stagedSampler } from '../../test/samplers.ts'
import { memoryJournal } from '../journal/journal.ts'
import type { Journal } from '../journal/journal.ts'
import { createStudy } from './create-study.ts'
import { runStudy } from './run-study.ts'
import type { StudyEvent } from './run-study.ts'
import type { Study } from './study.ts'

function make(journal: Journal = memoryJournal(), values = [0.1, 0.2, 0.3]): Study {
  return createStudy({
    space: { x: { kind: 'float', low: 0, high: 1, log: false } },
    sampler: stagedSampler([values]),
    direction: 'minimize',
    journal,
  })
}

const complete = ({ attempt, end }: ScriptedAttempt): void =>
  end({ kind: 'complete', value: attempt.configuration.x as number })

describe('runStudy', () => {
  it('runs every trial once, with the given number at a time', async () => {
    const study = make()
    let running = 0
    const most: number[] = []
    const executor = scriptedExecutor((started) => {
      most.push(++running)
      setImmediate(() => {
        running--
        complete(started)
      })
    })
    expect(await runStudy(study, executor, { workers: 2 })).toBe(true)
    expect(Math.max(...most)).toBe(2)
    expect(study.trials.map(({ state, value }) => [state, value])).toEqual([
      ['complete', 0.1],
      ['complete', 0.2],
      ['complete', 0.3],
    ])
    expect(await runStudy(study, executor)).toBe(true)
    expect(executor.started).toHaveLength(3)
  })

  it('starts a trial again whose process crashed, as often as allowed, with a new lease', async () => {
    const study = make(undefined, [0.1])
    const executor = scriptedExecutor(({ end }) => end({ kind: 'crash', message: 'killed by SIGKILL' }))
    await runStudy(study, executor, { retryOnCrash: 2, retryOnError: 5 })
    expect(executor.started.map(({ attempt }) => [attempt.attempt, attempt.lease])).toEqual([
      [1, '0.1'],
      [2, '0.2'],
      [3, '0.3'],
    ])
    expect(study.trials).toMatchObject([{ state: 'failed', attempts: 3 }])
    expect(study.trials[0].failures.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  })

  it('starts a trial again whose objective threw only if asked to', async () => {
    const threw = ({ end }: ScriptedAttempt): void => end({ kind: 'error', message: 'no such file' })
    const study = make(undefined, [0.1])
    const executor = scriptedExecutor(threw)
    await runStudy(study, executor, { retryOnCrash: 3 })
    expect(executor.started).toHaveLength(1)
    const other = make(undefined, [0.1])
    const patient = scriptedExecutor((started) => (started.attempt.attempt < 3 ? threw : complete)(started))
    await runStudy(other, patient, { retryOnError: 2 })
    expect(other.trials).toMatchObject([{ state: 'complete', attempts: 3 }])
  })

  it('fails a trial that took too long, with the reason', async () => {
    const study = make(undefined, [0.1])
    const executor = scriptedExecutor(({ end }) => end({ kind: 'timeout', message: 'longer than 1 s' }))
    await runStudy(study, executor, { retryOnCrash: 3, retryOnError: 3 })
    expect(study.trials).toMatchObject([
      { state: 'failed', failures: [{ kind: 'timeout', message: 'longer than 1 s', attempt: 1 }] },
    ])
  })

  it('rejects reports of an attempt that was given up', async () => {
    const study = make(undefined, [0.1])
    const answers: string[] = []
    const executor = scriptedExecutor((started) => {
      if (started.attempt.attempt === 1) {
        answers.push(started.listener.onReport(started.attempt.lease, 1, 5))
        started.end({ kind: 'lost', message: 'no heartbeat' })
        return
      }
      const [lost] = executor.started
      answers.push(lost.listener.onReport(lost.attempt.lease, 2, 6))
      answers.push(started.listener.onReport(started.attempt.lease, 2, 7))
      complete(started)
    })
    await runStudy(study, executor)
    answers.push(executor.started[1].listener.onReport('0.2', 3, 8))
    expect(answers).toEqual(['continue', 'rejected', 'continue', 'rejected'])
    expect([...study.trials[0].intermediate]).toEqual([
      [1, 5],
      [2, 7],
    ])
  })

  it('stops when asked to, and continues with the same trials', async () => {
    const journal = memoryJournal()
    const study = make(journal)
    const stop = new AbortController()
    const stopping = scriptedExecutor((started) => {
      if (started.attempt.trial === 0) complete(started)
      else stop.abort()
    })
    expect(await runStudy(study, stopping, { signal: stop.signal })).toBe(false)
    expect(study.trials.map(({ state }) => state)).toEqual(['complete', 'running'])
    const again = make(journal)
    const executor = scriptedExecutor(complete)
    expect(await runStudy(again, executor)).toBe(true)
    expect(executor.started.map(({ attempt }) => [attempt.trial, attempt.attempt])).toEqual([
      [1, 2],
      [2, 1],
    ])
    expect(again.trials.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete'])
  })

  it('continues a trial later whose process crashed as the study was stopped', async () => {
    const study = make(undefined, [0.1])
    const stop = new AbortController()
    const executor = scriptedExecutor(({ end }) => {
      // As when the machine shuts down: every process gets a signal.
      end({ kind: 'crash', message: 'killed by SIGTERM' })
      stop.abort()
    })
    expect(await runStudy(study, executor, { signal: stop.signal })).toBe(false)
    expect(study.trials).toMatchObject([{ state: 'running', failures: [] }])
    await runStudy(study, scriptedExecutor(complete))
    expect(study.trials).toMatchObject([{ state: 'complete', attempts: 2 }])
  })

  it('does not count a study as complete whose executor cancels its trials', async () => {
    const study = make()
    const executor = scriptedExecutor(({ end }) => end({ kind: 'canceled' }))
    await expect(runStudy(study, executor)).rejects.toThrow(
      'Trial 0 was canceled, but not by its study: its executor was closed, or its objective itself threw',
    )
    expect(study.trials.map(({ state }) => state)).toEqual(['running'])
  })

  it('runs a trial again only when the trials that it depends on have ended', async () => {
    const values = [0, 0.1, 0.2, 0.3, 0.4, 0.5]
    const study = make(undefined, values)
    const failing = scriptedExecutor((started) =>
      [0, 1, 5].includes(started.attempt.trial)
        ? started.end({ kind: 'error', message: 'no' })
        : complete(started),
    )
    await runStudy(study, failing)
    const running = new Set<number>()
    const concurrent: number[][] = []
    const executor = scriptedExecutor((started) => {
      const { slot } = study.trials[started.attempt.trial]
      running.add(slot)
      concurrent.push([...running])
      setImmediate(() => {
        running.delete(slot)
        complete(started)
      })
    })
    await runStudy(study, executor, { workers: 3, retryFailed: true })
    // With a lag of 4, slot 5 depends on slots up to 1.
    expect(concurrent).toEqual([[0], [0, 1], [5]])
  })

  it('runs failed trials of an earlier call again if asked to', async () => {
    const study = make()
    const events: StudyEvent['type'][] = []
    await runStudy(
      study,
      scriptedExecutor((started) =>
        started.attempt.trial === 1 ? started.end({ kind: 'error', message: 'no' }) : complete(started),
      ),
    )
    await runStudy(study, scriptedExecutor(complete), {
      retryFailed: true,
      onEvent: ({ type }) => events.push(type),
    })
    expect(events).toEqual(['start', 'end'])
    expect(study.slots.map(({ state, number }) => [state, number])).toEqual([
      ['complete', 0],
      ['complete', 3],
      ['complete', 2],
    ])
  })

  it('cancels everything and throws when the journal cannot be written', async () => {
    const journal = memoryJournal()
    const study = make(journal)
    const executor = scriptedExecutor((started) => {
      if (started.attempt.trial === 0) return
      journal.append = () => {
        throw new Error('disk full')
      }
      expect(started.listener.onReport(started.attempt.lease, 1, 1)).toBe('rejected')
    })
    await expect(runStudy(study, executor, { workers: 2 })).rejects.toThrow('disk full')
    expect(executor.started).toHaveLength(2)
  })

  it('starts no more trials when a configuration is as good as the target', async () => {
    const study = make()
    expect(await runStudy(study, scriptedExecutor(complete), { target: 0.2 })).toBe(true)
    expect(study.trials).toHaveLength(1)
  })

  it('stops when a trial finds the disk full, and fails none', async () => {
    const study = make()
    const executor = scriptedExecutor(({ attempt, end }) => {
      if (attempt.trial === 0) end({ kind: 'error', message: 'ENOSPC: no space left', code: 'ENOSPC' })
    })
    await expect(runStudy(study, executor, { workers: 2 })).rejects.toThrow(
      'Trial 0 found the disk full: ENOSPC: no space left. Free some space, then run the study again',
    )
    expect(study.trials.map(({ state }) => state)).toEqual(['running', 'running'])
    expect(await runStudy(study, scriptedExecutor(complete))).toBe(true)
  })

  it('stops when no more processes can be started, and fails none', async () => {
    const study = make()
    const executor = scriptedExecutor(({ attempt, end }) => {
      if (attempt.trial === 1) end({ kind: 'crash', message: 'Not started: EMFILE.', code: 'EMFILE' })
    })
    await expect(runStudy(study, executor, { workers: 2 })).rejects.toThrow(
      'Trial 1 found too many files open: Not started: EMFILE. Raise the limit (`ulimit -n`) or use fewer workers, ' +
        'then run the study again: it continues where it stopped.',
    )
    expect(study.trials.map(({ state }) => state)).toEqual(['running', 'running'])
  })

  it('passes on the warnings of a trial, unless its attempt was given up', async () => {
    const warnings: string[] = []
    const executor = scriptedExecutor(({ attempt, listener, end }) => {
      listener.onWarning!(attempt.lease, 'long line')
      listener.onWarning!('another', 'unheard')
      end({ kind: 'complete', value: 1 })
    })
    const onEvent = (event: StudyEvent): void => {
      if (event.type === 'warning') warnings.push(`${event.trial.number}: ${event.message}`)
    }
    await runStudy(make(), executor, { onEvent })
    expect(warnings.slice(0, 2)).toEqual(['0: long line', '1: long line'])
  })

  it('rejects zero workers', async () => {
    await expect(runStudy(make(), scriptedExecutor(), { workers: 0 })).rejects.toThrow(
      '`workers` must be a positive integer, got 0.',
    )
  })
})
