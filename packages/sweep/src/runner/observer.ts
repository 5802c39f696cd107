import { mean } from '../numerics/moments.ts'
import type { Observation } from '../study/observation.ts'
import { reportsOf } from '../study/reports.ts'
import type { Reports } from '../study/reports.ts'
import type { StudyTrial } from '../study/study-trial.ts'

/** Computes the observations of a study: its configurations with the results of their trials. */
export interface Observer {
  /**
   * Observes the first configurations of a study.
   *
   * @param count The number of configurations
   * @param horizon The last slot whose trial is known. A later trial counts as running, even if it has ended
   */
  observe(count: number, horizon: number): Observation[]
  /** Drops the cached observation of a configuration, because one of its trials is run again. */
  forget(configurationNumber: number): void
}

/**
 * Creates the observer of a study. It caches the observations that will not change.
 *
 * @param plan The trials by slot, the number of repeats of each configuration, and the number of trials, if known
 */
export function createObserver({
  slots,
  repeats,
  trialCount = Infinity,
}: {
  readonly slots: readonly StudyTrial[]
  readonly repeats: number
  readonly trialCount: number | undefined
}): Observer {
  /** Observations that will not change, by number. */
  const cache: Observation[] = []

  function observeOne(number: number, horizon: number): Observation {
    const first = number * repeats
    const end = Math.min(first + repeats, trialCount)
    if (end - 1 <= horizon && cache[number]) return cache[number]
    const observation = observationOf(slots.slice(first, end), end - first, horizon)
    if (observation.state !== 'running') cache[number] = observation
    return observation
  }

  return {
    observe: (count, horizon) => Array.from({ length: count }, (_, number) => observeOne(number, horizon)),
    forget(configurationNumber) {
      delete cache[configurationNumber]
    },
  }
}

const noReports = reportsOf([])

/** Returns the observation of a configuration with `repeats` trials, from the trials that have been started. */
function observationOf(trials: readonly StudyTrial[], repeats: number, horizon: number): Observation {
  const { configurationNumber: number, configuration } = trials[0]
  const isRunning =
    trials.length < repeats || trials.some(({ state, slot }) => state === 'running' || slot > horizon)
  if (isRunning) return { number, configuration, state: 'running', intermediate: noReports }
  const intermediate = meanByStep(trials)
  for (const state of ['failed', 'pruned'] as const) {
    if (trials.some((trial) => trial.state === state)) return { number, configuration, state, intermediate }
  }
  const value = mean(trials.map(({ value }) => value!))
  return { number, configuration, state: 'complete', value, intermediate }
}

function meanByStep(trials: readonly StudyTrial[]): Reports {
  if (trials.length === 1) return trials[0].intermediate
  const steps = new Set(trials.flatMap(({ intermediate }) => [...intermediate.keys()]))
  return reportsOf(
    [...steps]
      .sort((a, b) => a - b)
      .map((step) => [step, mean(trials.flatMap(({ intermediate }) => intermediate.get(step) ?? []))]),
  )
}
