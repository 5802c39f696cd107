import type { Value } from '../src/parameters/parameter.ts'
import { fillSpace } from '../src/parameters/space.ts'
import type { Sampler, SamplerContext } from '../src/samplers/sampler.ts'
import type { Observation } from '../src/study/observation.ts'

/** A sampler for tests that depends on history: it draws floats halfway towards the best known configuration. */
export function greedySampler(): Sampler {
  return {
    name: 'greedy',
    options: {},
    propose({ space, random, history, direction }) {
      const best = bestOf(history, direction)
      return fillSpace(space, (name, parameter): Value => {
        if (parameter.kind !== 'float') throw new RangeError(`\`${name}\` must be a float.`)
        const drawn = parameter.low + random() * (parameter.high - parameter.low)
        return best ? (drawn + (best.configuration[name] as number)) / 2 : drawn
      })
    },
  }
}

/** A sampler for tests that proposes values of `x` in stages; a stage waits until all earlier stages have ended. */
export function stagedSampler(stages: readonly (readonly number[])[]): Sampler {
  return {
    name: 'staged',
    options: { stages },
    ends: true,
    propose({ number, history }: SamplerContext) {
      let first = 0
      for (const stage of stages) {
        if (number < first + stage.length) {
          const isEarly = history.slice(0, first).some(({ state }) => state === 'running')
          return isEarly ? 'wait' : { x: stage[number - first] }
        }
        first += stage.length
      }
      return 'done'
    },
  }
}

function bestOf(history: readonly Observation[], direction: string): Observation | undefined {
  const sign = direction === 'minimize' ? 1 : -1
  return history
    .filter(({ state }) => state === 'complete')
    .sort((a, b) => sign * (a.value! - b.value!) || a.number - b.number)[0]
}
