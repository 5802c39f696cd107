import type { Value } from '../parameters/parameter.ts'
import type { Configuration, Space } from '../parameters/space.ts'
import { nearestWord } from './nearest-word.ts'
import type { Located, LocatedMap } from './parse-located-yaml.ts'
import { fail, readMap, readValue } from './read-fields.ts'
import { checkValue } from './read-parameters.ts'

/** Reads `baseline`: values of parameters. Nested parameters are named with dots or by nesting. */
export function readBaseline(value: Located, space: Space): Configuration {
  const baseline: Record<string, Value> = {}
  const read = (map: LocatedMap, prefix: string): void => {
    for (const [key, entry] of map.entries) {
      const name = prefix + key
      if (entry.value.kind === 'map') read(entry.value, `${name}.`)
      else if (Object.hasOwn(space, name)) {
        if (Object.hasOwn(baseline, name)) fail(entry.place, `\`baseline\` has "${name}" twice. Remove one.`)
        baseline[name] = readValue(entry.value, `"${name}" of \`baseline\``)
        checkValue(entry.value, baseline[name], name, space[name], '`baseline`')
      } else {
        const nearest = nearestWord(name, Object.keys(space))
        const hint = nearest ? `did you mean \`${nearest}\`?` : 'expected names of `parameters`.'
        fail(entry.place, `\`baseline\` has "${name}", which is not a parameter: ${hint}`)
      }
    }
  }
  read(readMap(value, '`baseline`'), '')
  return baseline
}
