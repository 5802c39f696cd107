import { randomSampler, tpeSampler } from '@tunekit/sweep'
import type { Contestant } from '../contestant.ts'
import { optunaProposer, ourProposer } from './proposer.ts'
import type { Proposer, Start } from './proposer.ts'

export interface SamplerContestant {
  readonly name: string
  start(start: Start): Proposer | Promise<Proposer>
}

/** Everyone, ours first; Optuna's are undefined if it is not there. */
export interface Contestants {
  readonly ours: SamplerContestant
  readonly ourRandom: SamplerContestant
  readonly optuna?: SamplerContestant
  readonly optunaRandom?: SamplerContestant
}

export function contestants(optuna: Contestant | undefined): Contestants {
  const tpe = tpeSampler()
  // What TPE draws before it has learnt anything, for ever.
  const random = randomSampler()
  return {
    ours: { name: '**tunekit** TPE', start: (start) => ourProposer(tpe, start) },
    ourRandom: { name: 'tunekit random', start: (start) => ourProposer(random, start) },
    ...(optuna && {
      optuna: { name: 'Optuna TPE', start: (start) => optunaProposer(optuna, 'tpe', start) },
      optunaRandom: { name: 'Optuna random', start: (start) => optunaProposer(optuna, 'random', start) },
    }),
  }
}
