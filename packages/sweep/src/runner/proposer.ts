import { checkConfiguration } from '../parameters/check-configuration.ts'
import type { ConfigurationOf, Space } from '../parameters/space.ts'
import { randomStream } from '@tunekit/random-stream'
import { endsByItself } from '../samplers/sampler.ts'
import type { SamplerContext } from '../samplers/sampler.ts'
import type { StudyTrial } from '../study/study-trial.ts'
import type { Observer } from './observer.ts'
import type { StudyOptions } from './study-options.ts'

/** Proposes the configuration whose first trial has a slot, from the trials up to a horizon. */
export type Proposer<S extends Space> = (
  slot: number,
  horizon: number,
) => ConfigurationOf<S> | 'wait' | 'done'

/** Creates the proposer of a study: it calls the sampler and checks the proposed configuration. */
export function createProposer<S extends Space>(
  { space, sampler, pruner, direction }: StudyOptions<S>,
  plan: {
    readonly seed: number
    readonly repeats: number
    readonly slots: readonly StudyTrial[]
    readonly observer: Observer
  },
): Proposer<S> {
  const { seed, repeats, slots, observer } = plan

  function contextOf(slot: number, horizon: number): SamplerContext {
    const number = slot / repeats
    const bracket = pruner?.bracketOf?.(number)
    const history = observer.observe(number, horizon)
    return {
      space,
      direction,
      number,
      random: randomStream('sampler', seed, number).uniform,
      studyRandom: () => randomStream('study', seed).uniform,
      // A sampler that ends looks for configurations that were not attempted yet in any bracket.
      history: endsByItself(sampler)
        ? history
        : history.filter((other) => pruner?.bracketOf?.(other.number) === bracket),
    }
  }

  return (slot, horizon) => {
    let proposal = sampler.propose(contextOf(slot, horizon))
    if (proposal === 'wait') {
      if (slots.some(({ state }) => state === 'running')) return 'wait'
      proposal = sampler.propose(contextOf(slot, Infinity))
    }
    if (proposal === 'wait') throw new Error(`Sampler ${sampler.name} waits for trials, but none is running.`)
    if (proposal === 'done') return proposal
    checkConfiguration(space, proposal)
    return proposal
  }
}
