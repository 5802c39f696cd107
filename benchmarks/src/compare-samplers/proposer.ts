import { randomStream } from '@tunekit/random-stream'
import { reportsOf } from '@tunekit/sweep'
import type { Configuration, Observation, Sampler, Space } from '@tunekit/sweep'
import type { Contestant } from '../harness/contestant.ts'

/** A sampler that proposes points of one space, one after another. */
export interface Proposer {
  /**
   * Records the value of the previous point and proposes the next point.
   *
   * @param value The value of the previous point; undefined in the first call
   * @returns The next point, and the seconds that recording the value and proposing the point took
   */
  next(value?: number): Promise<{ readonly point: Configuration; readonly seconds: number }>
}

/** The space and the seed of a proposer, and the trials at its start. */
export interface Start {
  readonly space: Space
  readonly seed: number
  /** Points that have been evaluated, with their values. */
  readonly points?: readonly Configuration[]
  readonly values?: readonly number[]
}

/** Creates a proposer from a sampler of tunekit. */
export function tunekitProposer(
  sampler: Sampler,
  { space, seed, points = [], values = [] }: Start,
): Proposer {
  const history: Observation[] = points.map((configuration, number) =>
    complete(number, configuration, values[number]),
  )
  let last: Configuration | undefined
  return {
    next(value) {
      const start = performance.now()
      const number = history.length + (last ? 1 : 0)
      if (last) history.push(complete(number - 1, last, value!))
      const random = randomStream('sampler', seed, number).uniform
      const studyRandom = (): typeof random => randomStream('study', seed).uniform
      const proposal = sampler.propose({ space, direction: 'minimize', number, random, studyRandom, history })
      if (typeof proposal === 'string') throw new Error(`${sampler.name} proposes nothing: "${proposal}".`)
      last = proposal
      return Promise.resolve({ point: proposal, seconds: (performance.now() - start) / 1000 })
    },
  }
}

/** Creates a proposer from a sampler of Optuna, which runs in its own process. */
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
