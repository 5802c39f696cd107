import { mean } from '../numerics/moments.ts'
import type { Observation } from '../study/observation.ts'
import { reportsOf } from '../study/reports.ts'
import type { Reports } from '../study/reports.ts'
import type { StudyTrial } from '../study/study-trial.ts'

const NO_REPORTS = reportsOf([])

/**
 * What a sampler may know of one configuration.
 *
 * @param trials Its trials, one a repeat, in order; those not yet asked for are missing
 * @param repeats How many it is to have
 * @param horizon Last slot that may be known: a later trial counts as running, even if it has ended
 */
export function observe(trials: readonly StudyTrial[], repeats: number, horizon: number): Observation {
  const { configurationNumber: number, configuration } = trials[0]
  const isRunning =
    trials.length < repeats || trials.some(({ state, slot }) => state === 'running' || slot > horizon)
  if (isRunning) return { number, configuration, state: 'running', intermediate: NO_REPORTS }
  const intermediate = meanByStep(trials)
  if (trials.some(({ state }) => state === 'failed')) {
    return { number, configuration, state: 'failed', intermediate }
  }
  if (trials.some(({ state }) => state === 'pruned')) {
    return { number, configuration, state: 'pruned', intermediate }
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
