import { runStudy } from '@tunekit/sweep'
import type { Configuration, Executor, RunStudyOptions, Study } from '@tunekit/sweep'
import { Interruption, interruptible } from '../process/interruption.ts'
import { say } from '../process/print.ts'
import type { Description } from './describe-configuration.ts'
import { studyDisplay } from './study-display.ts'
import type { StudyFolder } from './study-folder.ts'

export interface RunStudyInFolderOptions extends Pick<
  RunStudyOptions,
  'retryOnCrash' | 'retryOnError' | 'retryFailed' | 'target'
> {
  readonly folder: StudyFolder
  readonly executor: Executor
  /** The number of trials at a time, at most the study's `parallelism`. */
  readonly workers: number
  readonly metric: string
  /** Describes a configuration for the display. */
  readonly describe: (configuration: Configuration) => Description
  /** The command that continues the study. */
  readonly resumeWith: string
}

/**
 * Runs a study until it ends and shows its progress. Each trial has its own folder.
 *
 * @throws {Interruption} If a signal stopped the study, which is saved and can be continued
 */
export async function runStudyInFolder(study: Study, options: RunStudyInFolderOptions): Promise<void> {
  const { folder, executor, workers, metric, describe, resumeWith, ...retries } = options
  const display = studyDisplay({ study, metric, workers, describe })
  try {
    await interruptible((signal) =>
      runStudy(study, executor, {
        ...retries,
        workers,
        signal,
        folderOf: ({ slot }) => folder.trial(slot),
        onEvent: (event) => display.onEvent(event),
      }).then(() => signal.throwIfAborted()),
    )
  } catch (error) {
    display.stop()
    if (error instanceof Interruption) {
      say(`${error.message} The study is saved. Continue it with:\n  ${resumeWith}`)
    }
    throw error
  } finally {
    await executor.close()
    study.close()
  }
  display.stop()
}

/**
 * Checks that a study has a complete trial.
 *
 * @throws {Error} If no trial is complete; the message has the reason of the last failure
 */
export function requireComplete({ slots }: Study): void {
  if (slots.some(({ state }) => state === 'complete')) return
  const failed = slots.filter(({ state }) => state === 'failed')
  const reason = failed.at(-1)?.failures.at(-1)?.message
  throw new Error(
    `No trial is complete: ${failed.length} of ${slots.length} failed` +
      (reason === undefined ? '.' : `, the last with: ${reason}`),
  )
}
