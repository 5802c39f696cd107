import { deriveSeed } from '@tunekit/random-stream'
import { memoryJournal } from '../journal/journal.ts'
import type { ConfigurationOf, Space } from '../parameters/space.ts'
import type { Observation } from '../study/observation.ts'
import { ranking } from '../study/ranking.ts'
import { createObserver } from './observer.ts'
import { createProposer } from './proposer.ts'
import { createReporter } from './reporter.ts'
import { countTrials, defineStudy } from './study-options.ts'
import type { StudyOptions } from './study-options.ts'
import { openStudyStore } from './study-store.ts'
import type { Study } from './study.ts'

/**
 * Creates a study, or opens the study of the same name in the journal. `runStudy()` runs its trials. Alternatively, call `ask()` to
 * start a trial and `tell()` to end it.
 *
 * @throws {RangeError} If the space or an option is invalid, or if the journal contains a study of the same name with another
 *   definition. The journal is then closed
 *
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
    return openStudy(options)
  } catch (error) {
    options.journal?.close()
    throw error
  }
}

function openStudy<S extends Space>(options: StudyOptions<S>): Study<ConfigurationOf<S>> {
  const { space, sampler, pruner, direction, metric, name = 'study', journal = memoryJournal() } = options
  const { clock = () => new Date(), warn = console.warn } = options
  const definition = defineStudy(options)
  const { seed, seeds, lag, deterministic } = definition
  const repeats = seeds?.length ?? 1
  const store = openStudyStore(journal, {
    space,
    name,
    direction,
    definition,
    sampler,
    pruner,
    metric,
    clock,
  })
  const { trials, slots } = store
  const trialCount = countTrials({ space, sampler, trials: options.trials ?? store.trialCount }, repeats)
  store.noteTrialCount(trialCount)

  const looksBack = [sampler, pruner].some((part) => part && (part.looksBack ?? true))
  const isLagging = deterministic && looksBack
  /** The last slot that a decision about a slot may depend on. */
  const horizonOf = (slot: number): number => (isLagging ? slot - lag : Infinity)
  const observer = createObserver({ slots, repeats, trialCount })
  const propose = createProposer(options, { seed, repeats, slots, observer })

  /** Returns the configuration of a slot: a new proposal, or the configuration of the previous repeat. */
  function configurationOf(slot: number): ReturnType<typeof propose> {
    return slot % repeats === 0 ? propose(slot, horizonOf(slot)) : slots[slot - 1].configuration
  }

  const observations = (): Observation[] => observer.observe(Math.ceil(slots.length / repeats), Infinity)
  // Trials that another program added to the journal have no slot.
  const ranked: Study<ConfigurationOf<S>>['ranking'] = () => ranking({ direction, trials: slots })

  return {
    name,
    direction,
    definition,
    trialCount,
    repeats,
    parallelism: isLagging ? lag : Infinity,
    trials,
    slots,
    observations,
    ranking: ranked,
    best() {
      const all = observations()
      return ranked()
        .map(({ number }) => all[number])
        .find(({ state }) => state === 'complete')
    },
    ask() {
      const slot = slots.length
      if (trialCount !== undefined && slot >= trialCount) return 'done'
      const horizon = horizonOf(slot)
      if (isLagging && slots.some((trial) => trial.state === 'running' && trial.slot <= horizon))
        return 'wait'
      const configuration = configurationOf(slot)
      if (configuration === 'wait' || configuration === 'done') return configuration
      const repeat = slot % repeats
      return store.create({
        slot,
        configurationNumber: Math.floor(slot / repeats),
        repeat,
        seed: seeds ? seeds[repeat] : deriveSeed('trial', seed, slot),
        configuration,
      })
    },
    report: createReporter(store, { pruner, direction, horizonOf, warn }),
    tell(number, end) {
      store.requireRunning(number)
      if (end.state === 'failed') return store.fail(number, end.failure)
      const value = end.state === 'complete' ? end.value : store.reportsSoFar(number).valueAt(-1)
      if (end.state === 'complete' && (typeof value !== 'number' || Number.isNaN(value))) {
        throw new RangeError(`The value of trial ${number} must be a number, got ${value}.`)
      }
      store.end(number, end.state, Number.isNaN(value) ? undefined : value, end.attributes ?? {})
    },
    restart(number, failure) {
      store.requireRunning(number)
      return store.restart(number, failure)
    },
    retry(number) {
      const trial = slots.findLast((each) => each.number === number)
      if (trial?.state !== 'failed') {
        throw new RangeError(`Trial ${number} must have failed and must not have been retried yet.`)
      }
      observer.forget(trial.configurationNumber)
      return store.create(trial)
    },
    close: store.close,
  }
}
