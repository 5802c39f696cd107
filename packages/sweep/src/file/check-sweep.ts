/** @file Checks of a sweep file that concern several of its keys. */
import type { Parameter } from '../parameters/parameter.ts'
import type { Space } from '../parameters/space.ts'
import { checkBaseline } from '../samplers/baseline.ts'
import { samplers } from '../samplers/create-sampler.ts'
import { checkRecipe } from './check-recipe.ts'
import type { LocatedMap } from './parse-located-yaml.ts'
import { fail, required } from './read-fields.ts'
import { at } from './sweep-file-error.ts'
import type { SweepFile } from './sweep-file.ts'
import { createSweepSampler, startsAtBaseline } from './sweep-study-options.ts'

/** Fails if the sampler cannot be made as the file says; warns if it has no use for what is there. */
export function checkSampler(
  map: LocatedMap,
  { space, sampler, baseline }: Pick<SweepFile, 'space' | 'sampler' | 'baseline'>,
  warnings: string[],
): void {
  const { value } = map.entries.get('sampler') ?? required(map, 'method', 'The sweep')
  const options = value.kind === 'map' ? value.entries : new Map()
  const given = map.entries.get('baseline')
  const recipe: LocatedMap = {
    kind: 'map',
    place: value.place,
    entries: given ? new Map([...options, ['baseline', given]]) : options,
  }
  checkRecipe(recipe, `Method ${sampler.type}`, () => {
    createSweepSampler({ sampler, baseline })
    if (startsAtBaseline(sampler.type)) checkBaseline(space, baseline ?? {})
    else if (given) {
      const which = Object.keys(samplers).filter(startsAtBaseline).join(' and ')
      warnings.push(
        at(given.place, `Method ${sampler.type} has no use for \`baseline\`: ${which} start there.`),
      )
    }
  })
}

/** W&B's Launch runs jobs on other machines; here a program runs. */
export function checkLaunch(map: LocatedMap, hasProgram: boolean, warnings: string[]): void {
  for (const key of ['job', 'image_uri', 'scheduler']) {
    const entry = map.entries.get(key)
    if (entry === undefined) continue
    if (!hasProgram && key !== 'scheduler') {
      fail(
        entry.place,
        `\`${key}\` is run by W&B's Launch, which is not here: expected \`program\` or \`command\`.`,
      )
    }
    warnings.push(at(entry.place, `\`${key}\` is for W&B's Launch and means nothing here.`))
  }
}

/** A trial has one seed. */
export function checkSeeds(map: LocatedMap, space: Space): void {
  const key = ['seeds', 'repeats'].find((each) => map.entries.has(each))
  if (key === undefined || !Object.hasOwn(space, 'seed')) return
  fail(
    map.entries.get(key)!.place,
    `Parameter "seed" and \`${key}\` both decide the seed of a trial: expected one of them.`,
  )
}

/** A grid has to end. */
export function checkFinite(map: LocatedMap, space: Space): void {
  const endsInGrid = (parameter: Parameter): boolean => {
    if (parameter.kind === 'conditional') return endsInGrid(parameter.parameter)
    return parameter.kind === 'float' ? parameter.step !== undefined : parameter.kind !== 'normal'
  }
  const name = Object.keys(space).find((key) => !endsInGrid(space[key]))
  if (name === undefined) return
  const { place } = findParameter(map, name)
  fail(
    place,
    `Parameter "${name}" has endlessly many values, too many for a grid: expected \`values\`, or q_uniform.`,
  )
}

function findParameter(map: LocatedMap, name: string): { place: LocatedMap['place'] } {
  const entry = required(map, 'parameters', 'The sweep')
  const own = entry.value.kind === 'map' ? entry.value.entries : new Map()
  for (const [key, inner] of own) {
    if (key === name) return inner
    if (name.startsWith(`${key}.`) && inner.value.kind === 'map' && inner.value.entries.has('parameters')) {
      return findParameter(inner.value, name.slice(key.length + 1))
    }
  }
  return entry
}
