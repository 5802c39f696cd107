import { contains, describeParameter } from '../parameters/contains.ts'
import type { Parameter, UnconditionalParameter, Value } from '../parameters/parameter.ts'
import { nearestWord } from './nearest-word.ts'
import type { Located, LocatedMap } from './parse-located-yaml.ts'
import { parameterSource } from './parameter-source.ts'
import { readDistribution } from './read-distribution.ts'
import type { WholeFloats } from './read-floats.ts'
import { checkKeys, fail, optional, readList, readMap, readValue } from './read-fields.ts'
import type { Condition, SweepFile } from './sweep-file.ts'

export interface ReadParametersOptions {
  /** The list that receives warnings. */
  readonly warnings: string[]
  /** Returns the canonical one of several names for the same parameter. */
  readonly canonicalName: (name: string) => string
  /** Returns a sentence if something is wrong with a parameter. */
  readonly findProblem: (name: string, parameter: UnconditionalParameter) => string | undefined
}

/** Reads `parameters` and flattens nested parameters. */
export function readParameters(
  value: Located,
  { warnings, canonicalName, findProblem }: ReadParametersOptions,
): Pick<SweepFile, 'space' | 'nested' | 'floats'> {
  const space: Record<string, Parameter> = {}
  const nested: string[] = []
  const floats: Record<string, WholeFloats> = {}
  const names = new Map<string, string>()

  function readNested(parameters: Located, subject: string, prefix: string, outer: Condition): void {
    const { entries, place } = readMap(parameters, subject)
    if (entries.size === 0) fail(place, `${subject} is empty: expected at least one parameter.`)
    for (const [key, entry] of entries) {
      const name = prefix + key
      if (!/^[A-Za-z_][\w.-]*$/.test(key) || key === '__proto__') {
        fail(
          entry.place,
          `Parameter "${name}" has an invalid name: expected a letter or \`_\`, then letters, digits, \`_\`, \`.\` or \`-\`.`,
        )
      }
      if (Object.hasOwn(space, name) || nested.includes(name)) {
        fail(
          entry.place,
          `Parameter "${name}" is defined twice: once with a dot in its name and once within another parameter.`,
        )
      }
      const same = names.get(canonicalName(name))
      if (same !== undefined) {
        fail(
          entry.place,
          `Parameter "${name}" is another name of "${same}", which is already defined. Remove one of them.`,
        )
      }
      names.set(canonicalName(name), name)
      const map = readMap(entry.value, `Parameter "${name}"`)
      const condition = {
        ...outer,
        ...(optional(map, 'when', (when) => readCondition(when, name, space)) ?? {}),
      }
      const inner = map.entries.get('parameters')
      if (inner) {
        checkKeys(map, `Parameter "${name}", which contains others,`, ['parameters', 'when'])
        nested.push(name)
        readNested(inner.value, `\`parameters\` of "${name}"`, `${name}.`, condition)
      } else {
        const { parameter, floats: wholeFloats } = readDistribution(parameterSource(name, map, warnings))
        const problem = findProblem(name, parameter)
        if (problem !== undefined) fail(entry.place, problem)
        if (wholeFloats.length > 0) floats[name] = wholeFloats
        space[name] =
          Object.keys(condition).length > 0 ? { kind: 'conditional', condition, parameter } : parameter
      }
    }
  }

  readNested(value, '`parameters`', '', {})
  return { space, nested, floats }
}

/** Reads a condition: `when: { optimizer: sgd }` or `when: { optimizer: [sgd, adam] }`. */
function readCondition(when: Located, name: string, space: Readonly<Record<string, Parameter>>): Condition {
  const subject = `\`when\` of parameter "${name}"`
  const map: LocatedMap = readMap(when, subject)
  if (map.entries.size === 0) fail(map.place, `${subject} is empty: expected a parameter and its value.`)
  const condition: Record<string, readonly Value[]> = {}
  for (const [other, entry] of map.entries) {
    if (!Object.hasOwn(space, other)) {
      const nearest = nearestWord(other, Object.keys(space))
      fail(
        entry.place,
        `${subject} refers to "${other}", which is not a parameter defined above` +
          (nearest
            ? `: did you mean \`${nearest}\`?`
            : '. The names of nested parameters have dots, such as `optimizer.lr`.'),
      )
    }
    const items = entry.value.kind === 'list' ? readList(entry.value, subject).items : [entry.value]
    condition[other] = items.map((item) => {
      const allowed = readValue(item, `A value of ${subject}`)
      checkValue(item, allowed, other, space[other], subject)
      return allowed
    })
  }
  return condition
}

/** Fails if a parameter cannot have a value. */
export function checkValue(
  location: Located,
  value: Value,
  name: string,
  parameter: Parameter,
  subject: string,
): void {
  const plain = parameter.kind === 'conditional' ? parameter.parameter : parameter
  if (contains(plain, value)) return
  fail(
    location.place,
    `${subject} sets "${name}" to ${JSON.stringify(value)}: expected ${describeParameter(plain)}.`,
  )
}
