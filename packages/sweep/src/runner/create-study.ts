import { memoryJournal } from '../journal/journal.ts'
import { checkConfiguration } from '../parameters/check-configuration.ts'
import { checkSpace } from '../parameters/check-space.ts'
import type { Configuration, ConfigurationOf, Space } from '../parameters/space.ts'
import type { TrialProgress } from '../pruners/pruner.ts'
import { deriveSeed, randomStream } from '../random-stream.ts'
import { endsByItself } from '../samplers/sampler.ts'
import type { SamplerContext } from '../samplers/sampler.ts'
import type { Observation } from '../study/observation.ts'
import { observe } from './observe.ts'
import type { StudyDefinition } from '../study/study-record.ts'
import { ranking } from '../study/ranking.ts'
import { countTrials, seedsOf } from './study-options.ts'
import type { StudyOptions } from './study-options.ts'
import { openStudyStore } from './study-store.ts'
import type { StudyTrial } from '../study/study-trial.ts'
import type { Study } from './study.ts'

/**
 * Makes a study, or opens the one that its journal holds. Ask it for trials and tell it what came of them, or let
 * `runStudy()` do that.
 *
 * @throws {RangeError} If the space or an option is wrong, or if the journal holds another study of that name; the journal
 *   is closed then
 * @example
 * const study = createStudy({
 *   space: { rate: float(1e-5, 1e-1, { log: true }), batchSize: categorical([32, 64, 128]) },
 *   sampler: tpeSampler(),
 *   direction: 'minimize',
 *   trials: 50,
 * })
 * const trial = study.ask() // { number: 0, configuration: { rate: 0.0031, batchSize: 64 }, … }
 */
export function createStudy<const S extends Space>(options: StudyOptions<S>): Study<ConfigurationOf<S>> {
  try {
    return makeStudy(options) as Study<ConfigurationOf<S>>
  } catch (error) {
    options.journal?.close()
    throw error
  }
}

function makeStudy(options: StudyOptions): Study {
  const { space, sampler, pruner, direction, name = 'study', journal = memoryJournal() } = options
  const { clock = () => new Date(), metric, seed = 0, deterministic = true, lag = 4 } = options
  const { warn = console.warn } = options
  checkSpace(space)
  if (!Number.isSafeInteger(lag) || lag < 1) {
    throw new RangeError(`\`lag\` must be an integer from 1, got ${lag}.`)
  }
  const seeds = seedsOf(options.repeats, seed)
  const repeats = seeds?.length ?? 1
  const definition: StudyDefinition = {
    space,
    sampler: { name: sampler.name, ...sampler.options },
    pruner: pruner ? { name: pruner.name, ...pruner.options } : null,
    seed,
    seeds,
    lag,
    deterministic,
  }
  const store = openStudyStore(journal, { name, direction, definition, sampler, pruner, metric, clock })
  const { trials, slots } = store
  const trialCount = countTrials({ space, sampler, trials: options.trials ?? store.trialCount }, repeats)
  store.noteTrialCount(trialCount)
  /** Whether decisions about a trial wait for those `lag` before it: not if nothing depends on what became of those. */
  const looksBack = (sampler.looksBack ?? true) || (pruner ? (pruner.looksBack ?? true) : false)
  const lagging = deterministic && looksBack
  /** Trials of which it was said that they repeat steps. */
  const repeating = new Set<number>()
  /** What is known of configurations that will not change. */
  const settled: Observation[] = []

  /** Last slot that a decision about one may depend on. */
  function horizonOf(slot: number): number {
    return lagging ? slot - lag : Infinity
  }

  /** Configurations before one, as someone sees them who knows slots up to the horizon. */
  function observeBefore(configurations: number, horizon: number): Observation[] {
    return Array.from({ length: configurations }, (_, number) => {
      const first = number * repeats
      const end = Math.min(first + repeats, trialCount ?? Infinity)
      if (end - 1 <= horizon && settled[number]) return settled[number]
      const observation = observe(slots.slice(first, end), end - first, horizon)
      if (observation.state !== 'running') settled[number] = observation
      return observation
    })
  }

  function contextOf(slot: number, horizon: number): SamplerContext {
    const number = slot / repeats
    const history = observeBefore(number, horizon)
    return {
      space,
      direction,
      number,
      random: randomStream('sampler', seed, number),
      studyRandom: () => randomStream('study', seed),
      // A sampler that ends looks for what was not attempted yet, in any bracket.
      history: endsByItself(sampler)
        ? history
        : history.filter((other) => pruner?.bracketOf?.(other.number) === pruner?.bracketOf?.(number)),
    }
  }

  function propose(slot: number): Configuration | 'wait' | 'done' {
    const proposal = sampler.propose(contextOf(slot, horizonOf(slot)))
    if (proposal !== 'wait') return proposal
    if (slots.some(({ state }) => state === 'running')) return 'wait'
    const last = sampler.propose(contextOf(slot, Infinity))
    if (last === 'wait') throw new Error(`Sampler ${sampler.name} waits for trials, but none is running.`)
    return last
  }

  function requireRunning(number: number): StudyTrial {
    const trial = trials[number] as StudyTrial | undefined
    if (trial?.state === 'running') return trial
    throw new RangeError(`Trial ${number} must be running, got ${trial?.state ?? 'no trial of that number'}.`)
  }

  const study: Study = {
    name,
    direction,
    definition,
    trialCount,
    repeats,
    parallelism: lagging ? lag : Infinity,
    trials,
    slots,
    observations: () => observeBefore(Math.ceil(slots.length / repeats), Infinity),
    // Trials that another program added have no slot.
    ranking: () => ranking({ direction, trials: slots }),
    best() {
      const observations = study.observations()
      return study
        .ranking()
        .map(({ number }) => observations[number])
        .find(({ state }) => state === 'complete')
    },
    ask() {
      const slot = slots.length
      if (trialCount !== undefined && slot >= trialCount) return 'done'
      const horizon = horizonOf(slot)
      if (lagging && slots.some((trial) => trial.state === 'running' && trial.slot <= horizon)) return 'wait'
      const repeat = slot % repeats
      const configuration = repeat === 0 ? propose(slot) : slots[slot - 1].configuration
      if (configuration === 'wait' || configuration === 'done') return configuration
      checkConfiguration(space, configuration)
      return store.create({
        slot,
        configurationNumber: Math.floor(slot / repeats),
        repeat,
        seed: seeds ? seeds[repeat] : deriveSeed('trial', seed, slot),
        configuration,
      })
    },
    report(number, step, value) {
      const trial = requireRunning(number)
      if (!Number.isSafeInteger(step) || step < 0) {
        throw new RangeError(`\`step\` must be an integer from 0, got ${step}.`)
      }
      if (typeof value !== 'number') throw new TypeError(`\`value\` must be a number, got ${typeof value}.`)
      const noted = store.noteValue(number, step, value)
      if (noted === 'repeated' && !repeating.has(number)) {
        repeating.add(number)
        warn(
          `Trial ${number} reported step ${step} again, with ${value}: ignored, since it has ` +
            `${trial.intermediate.get(step)} there. Further repeats of this trial are ignored without a word.`,
        )
      }
      if (!pruner) return false
      const horizon = horizonOf(trial.slot)
      const others = slots.filter((other) => other.slot !== trial.slot && other.slot <= horizon)
      const reporting = {
        ...progressOf(trial),
        intermediate: store.reportsSoFar(number),
        advanced: noted === 'advanced',
      }
      return pruner.shouldPrune(reporting, others.map(progressOf), direction)
    },
    tell(number, end) {
      requireRunning(number)
      if (end.state === 'failed') return store.fail(number, end.failure)
      const value = end.state === 'complete' ? end.value : store.reportsSoFar(number).valueAt(-1)
      if (end.state === 'complete' && (typeof value !== 'number' || Number.isNaN(value))) {
        throw new RangeError(`The value of trial ${number} must be a number, got ${value}.`)
      }
      store.end(number, end.state, Number.isNaN(value) ? undefined : value, end.attributes ?? {})
    },
    restart(number, failure) {
      requireRunning(number)
      return store.restart(number, failure)
    },
    retry(number) {
      const trial = trials[number] as StudyTrial | undefined
      if (trial?.state !== 'failed' || slots[trial.slot] !== trial) {
        throw new RangeError(`Trial ${number} must have failed, and not been retried yet.`)
      }
      delete settled[trial.configurationNumber]
      return store.create(trial)
    },
    close: store.close,
  }
  return study
}

/** What a pruner sees of a trial. */
function progressOf({ configurationNumber: number, state, intermediate }: StudyTrial): TrialProgress {
  return { number, state, intermediate }
}
