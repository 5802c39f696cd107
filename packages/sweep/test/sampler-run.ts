import { randomStream } from '@tunekit/random-stream'
import type { Configuration, Space } from '../src/parameters/space.ts'
import type { Sampler, SamplerContext } from '../src/samplers/sampler.ts'
import type { Observation } from '../src/study/observation.ts'
import type { Direction } from '../src/study/direction.ts'
import { reportsOf } from '../src/study/reports.ts'

/** The context that a study with this seed gives a sampler. */
export function contextOf(
  space: Space,
  history: readonly Observation[] = [],
  { seed = 1, direction = 'minimize' }: { seed?: number; direction?: Direction } = {},
): SamplerContext {
  const number = history.length
  return {
    space,
    direction,
    number,
    random: randomStream('sampler', seed, number).uniform,
    studyRandom: () => randomStream('study', seed).uniform,
    history,
  }
}

/** The observation of configuration `number`, with a value or with a state without value. */
export function observe(
  number: number,
  configuration: Configuration,
  result: number | 'running' | 'pruned' | 'failed',
): Observation {
  const outcome =
    typeof result === 'number' ? { state: 'complete' as const, value: result } : { state: result }
  return { number, configuration, ...outcome, intermediate: reportsOf([]) }
}

/** Runs trials one after the other, until the sampler is done or there are `trials`. */
export function runSampler(
  sampler: Sampler,
  space: Space,
  {
    trials = Infinity,
    objective = () => 0,
    ...study
  }: {
    trials?: number
    objective?: (configuration: Configuration) => number | 'pruned' | 'failed'
    seed?: number
    direction?: Direction
  } = {},
): readonly Observation[] {
  const history: Observation[] = []
  while (history.length < trials) {
    const proposal = sampler.propose(contextOf(space, history, study))
    if (proposal === 'wait') throw new Error('The sampler waits though nothing runs.')
    if (proposal === 'done') break
    history.push(observe(history.length, proposal, objective(proposal)))
  }
  return history
}

/** The configurations that a sampler proposes in such a run. */
export function proposals(...run: Parameters<typeof runSampler>): readonly Configuration[] {
  return runSampler(...run).map(({ configuration }) => configuration)
}
