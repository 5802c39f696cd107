import { randomStream, reportsOf } from '@tunekit/sweep'
import type { Configuration, Observation, Sampler, Space } from '@tunekit/sweep'
import type { Contestant } from '../contestant.ts'

/** Someone who proposes points of one space, one after the other. */
export interface Proposer {
  /**
   * @param value What the last point came to; nothing at first
   * @returns The next point, and how long it took to take in the one and propose the other
   */
  next(value?: number): Promise<{ readonly point: Configuration; readonly seconds: number }>
}

/** What all proposers are told at first. */
export interface Start {
  readonly space: Space
  readonly seed: number
  /** Points already evaluated, and what they came to. */
  readonly points?: readonly Configuration[]
  readonly values?: readonly number[]
}

/** A sampler of ours. */
export function ourProposer(sampler: Sampler, { space, seed, points = [], values = [] }: Start): Proposer {
  const history: Observation[] = points.map((configuration, number) =>
    complete(number, configuration, values[number]),
  )
  let last: Configuration | undefined
  return {
    next(value) {
      const begin = performance.now()
      const number = history.length + (last ? 1 : 0)
      if (last) history.push(complete(number - 1, last, value!))
      const random = randomStream('sampler', seed, number)
      const studyRandom = (): typeof random => randomStream('study', seed)
      const proposal = sampler.propose({ space, direction: 'minimize', number, random, studyRandom, history })
      if (typeof proposal === 'string') throw new Error(`${sampler.name} proposes nothing: "${proposal}".`)
      last = proposal
      return Promise.resolve({ point: proposal, seconds: (performance.now() - begin) / 1000 })
    },
  }
}

/** A sampler of Optuna's, in its own process. */
export async function optunaProposer(
  optuna: Contestant,
  sampler: 'tpe' | 'random',
  start: Start,
): Promise<Proposer> {
  await optuna.ask({ task: 'start', sampler, ...start })
  return { next: (value) => optuna.ask({ task: 'ask', value }) }
}

function complete(number: number, configuration: Configuration, value: number): Observation {
  return { number, configuration, state: 'complete', value, intermediate: reportsOf([]) }
}
