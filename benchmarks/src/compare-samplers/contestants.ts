import { randomSampler, tpeSampler } from '@tunekit/sweep'
import type { Contestant } from '../harness/contestant.ts'
import { optunaProposer, tunekitProposer } from './proposer.ts'
import type { Proposer, Start } from './proposer.ts'

/** A sampler of one library. */
export interface SamplerContestant {
  readonly name: string
  start(start: Start): Proposer | Promise<Proposer>
}

/** The TPE and random samplers of tunekit and Optuna. Optuna's samplers are undefined if Optuna is not installed. */
export interface Contestants {
  readonly tunekitTpe: SamplerContestant
  readonly tunekitRandom: SamplerContestant
  readonly optunaTpe?: SamplerContestant
  readonly optunaRandom?: SamplerContestant
}

/**
 * Creates the contestants.
 *
 * @param optuna The process of optuna-proposer.py, if Optuna is installed
 */
export function contestants(optuna: Contestant | undefined): Contestants {
  const tpe = tpeSampler()
  const random = randomSampler()
  return {
    tunekitTpe: { name: '**tunekit** TPE', start: (start) => tunekitProposer(tpe, start) },
    tunekitRandom: { name: 'tunekit random', start: (start) => tunekitProposer(random, start) },
    ...(optuna && {
      optunaTpe: { name: 'Optuna TPE', start: (start) => optunaProposer(optuna, 'tpe', start) },
      optunaRandom: { name: 'Optuna random', start: (start) => optunaProposer(optuna, 'random', start) },
    }),
  }
}
