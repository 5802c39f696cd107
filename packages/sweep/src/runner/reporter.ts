import { checkInteger } from '../parameters/check.ts'
import type { Pruner, TrialProgress } from '../pruners/pruner.ts'
import type { Direction } from '../study/direction.ts'
import type { StudyTrial } from '../study/study-trial.ts'
import type { StudyStore } from './study-store.ts'

/** Records an intermediate value of a running trial, and returns whether the trial must be pruned. */
export type Reporter = (number: number, step: number, value: number) => boolean

/**
 * Creates the reporter of a study: it records the values that trials report, and calls the pruner.
 *
 * @param horizonOf The last slot that a decision about the trial of a slot may depend on
 */
export function createReporter(
  store: StudyStore,
  {
    pruner,
    direction,
    horizonOf,
    warn,
  }: {
    readonly pruner: Pruner | undefined
    readonly direction: Direction
    readonly horizonOf: (slot: number) => number
    readonly warn: (sentence: string) => void
  },
): Reporter {
  /** The trials whose repeated steps have caused a warning. */
  const warned = new Set<number>()

  function warnOfRepeat({ number, intermediate }: StudyTrial, step: number, value: number): void {
    if (warned.has(number)) return
    warned.add(number)
    warn(
      `Trial ${number} reported step ${step} again, with ${value}: ignored, since the step already has the value ` +
        `${intermediate.get(step)}. Further repeated steps of this trial are ignored without a warning.`,
    )
  }

  return (number, step, value) => {
    const trial = store.requireRunning(number)
    checkInteger('step', step, 0)
    if (typeof value !== 'number') throw new TypeError(`\`value\` must be a number, got ${typeof value}.`)
    const kind = store.noteValue(number, step, value)
    if (kind === 'repeated') warnOfRepeat(trial, step, value)
    if (!pruner) return false
    const horizon = horizonOf(trial.slot)
    const others = store.slots.filter((other) => other.slot !== trial.slot && other.slot <= horizon)
    const intermediate = store.reportsSoFar(number)
    return pruner.shouldPrune(
      { ...progressOf(trial), intermediate, advanced: kind === 'advanced' },
      others.map(progressOf),
      direction,
    )
  }
}

/** Returns a trial as pruners receive it. */
function progressOf({ configurationNumber: number, state, intermediate }: StudyTrial): TrialProgress {
  return { number, state, intermediate }
}
