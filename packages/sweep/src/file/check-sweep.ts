/** @file Checks of a sweep file that concern several of its keys. */
import type { Parameter } from '../parameters/parameter.ts'
import type { Space } from '../parameters/space.ts'
import { checkBaseline } from '../samplers/baseline.ts'
import { samplers } from '../samplers/create-sampler.ts'
import { checkOptions } from './check-options.ts'
import type { LocatedMap } from './parse-located-yaml.ts'
import { fail, required } from './read-fields.ts'
import { withPlace } from './sweep-file-error.ts'
import type { SweepFile } from './sweep-file.ts'
import { createSweepSampler, startsAtBaseline } from './sweep-study-options.ts'

/** Fails if the sampler cannot be created; warns if the sampler ignores the baseline. */
export function checkSampler(
  map: LocatedMap,
  { space, sampler, baseline }: Pick<SweepFile, 'space' | 'sampler' | 'baseline'>,
  warnings: string[],
): void {
  const { value } = map.entries.get('sampler') ?? required(map, 'method', 'The sweep')
  const entries = value.kind === 'map' ? value.entries : new Map()
  const given = map.entries.get('baseline')
  const options: LocatedMap = {
    kind: 'map',
    place: value.place,
    entries: given ? new Map([...entries, ['baseline', given]]) : entries,
  }
  checkOptions(options, `Method ${sampler.type}`, () => {
    createSweepSampler({ sampler, baseline })
    if (startsAtBaseline(sampler.type)) checkBaseline(space, baseline ?? {})
    else if (given) {
      const which = Object.keys(samplers).filter(startsAtBaseline).join(' and ')
      warnings.push(
        withPlace(given.place, `Method ${sampler.type} ignores \`baseline\`, which is for ${which}.`),
      )
    }
  })
}

/** Fails if the file has a job for W&B's Launch instead of a program; warns if it has both. */
export function checkLaunch(map: LocatedMap, hasProgram: boolean, warnings: string[]): void {
  for (const key of ['job', 'image_uri', 'scheduler']) {
    const entry = map.entries.get(key)
    if (entry === undefined) continue
    if (!hasProgram && key !== 'scheduler') {
      fail(
        entry.place,
        `\`${key}\` needs W&B's Launch, which is not supported: expected \`program\` or \`command\`.`,
      )
    }
    warnings.push(withPlace(entry.place, `\`${key}\` is for W&B's Launch and is ignored.`))
  }
}

/** Fails if the seed of a trial is given in two ways. */
export function checkSeeds(map: LocatedMap, space: Space): void {
  const key = ['seeds', 'repeats'].find((each) => map.entries.has(each))
  if (key === undefined || !Object.hasOwn(space, 'seed')) return
  fail(
    map.entries.get(key)!.place,
    `Parameter "seed" and \`${key}\` both determine the seed of a trial: expected one of them.`,
  )
}

/** Fails if a grid would be infinite. */
export function checkFinite(map: LocatedMap, space: Space): void {
  const isFinite = (parameter: Parameter): boolean => {
    if (parameter.kind === 'conditional') return isFinite(parameter.parameter)
    return parameter.kind === 'float' ? parameter.step !== undefined : parameter.kind !== 'normal'
  }
  const name = Object.keys(space).find((key) => !isFinite(space[key]))
  if (name === undefined) return
  const { place } = findParameter(map, name)
  fail(
    place,
    `Parameter "${name}" has infinitely many values, too many for a grid: expected \`values\` or q_uniform.`,
  )
}

/** Finds the entry of a parameter by its flattened name. */
function findParameter(map: LocatedMap, name: string): { place: LocatedMap['place'] } {
  const entry = required(map, 'parameters', 'The sweep')
  const parameters = entry.value.kind === 'map' ? entry.value.entries : new Map()
  for (const [key, inner] of parameters) {
    if (key === name) return inner
    if (name.startsWith(`${key}.`) && inner.value.kind === 'map' && inner.value.entries.has('parameters')) {
      return findParameter(inner.value, name.slice(key.length + 1))
    }
  }
  return entry
}
