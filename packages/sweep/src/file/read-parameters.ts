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
  /** Where warnings are added. */
  readonly warnings: string[]
  /** Another name for what a name stands for, if several do for the same. */
  readonly canonicalName: (name: string) => string
  /** What is wrong with a parameter, if anything is. */
  readonly findProblem: (name: string, parameter: UnconditionalParameter) => string | undefined
}

/** Reads `parameters`, flattening those within others. */
export function readParameters(
  value: Located,
  { warnings, canonicalName, findProblem }: ReadParametersOptions,
): Pick<SweepFile, 'space' | 'nested' | 'floats'> {
  const space: Record<string, Parameter> = {}
  const nested: string[] = []
  const floats: Record<string, WholeFloats> = {}
  const names = new Map<string, string>()

  function readGroup(group: Located, subject: string, prefix: string, outer: Condition): void {
    const { entries, place } = readMap(group, subject)
    if (entries.size === 0) fail(place, `${subject} is empty: expected at least one parameter.`)
    for (const [key, entry] of entries) {
      const name = prefix + key
      if (!/^[A-Za-z_][\w.-]*$/.test(key) || key === '__proto__') {
        fail(
          entry.place,
          `Parameter "${name}" has a bad name: expected a letter or \`_\`, then letters, digits, \`_\`, \`.\` or \`-\`.`,
        )
      }
      if (Object.hasOwn(space, name) || nested.includes(name)) {
        fail(
          entry.place,
          `Parameter "${name}" is there twice: once with a dot in its name, once within another.`,
        )
      }
      const same = names.get(canonicalName(name))
      if (same !== undefined) {
        fail(
          entry.place,
          `Parameter "${name}" is another name of "${same}", which is there already. Remove one of them.`,
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
        checkKeys(map, `Parameter "${name}", which holds others,`, ['parameters', 'when'])
        nested.push(name)
        readGroup(inner.value, `\`parameters\` of "${name}"`, `${name}.`, condition)
      } else {
        const { parameter, floats: own } = readDistribution(parameterSource(name, map, warnings))
        const problem = findProblem(name, parameter)
        if (problem !== undefined) fail(entry.place, problem)
        if (own.length > 0) floats[name] = own
        space[name] =
          Object.keys(condition).length > 0 ? { kind: 'conditional', condition, parameter } : parameter
      }
    }
  }

  readGroup(value, '`parameters`', '', {})
  return { space, nested, floats }
}

/** `when: { optimizer: sgd }` or `when: { optimizer: [sgd, adam] }`. */
function readCondition(when: Located, name: string, space: Readonly<Record<string, Parameter>>): Condition {
  const subject = `\`when\` of parameter "${name}"`
  const map: LocatedMap = readMap(when, subject)
  if (map.entries.size === 0)
    fail(map.place, `${subject} is empty: expected another parameter and its value.`)
  const condition: Record<string, readonly Value[]> = {}
  for (const [other, entry] of map.entries) {
    if (!Object.hasOwn(space, other)) {
      const nearest = nearestWord(other, Object.keys(space))
      fail(
        entry.place,
        `${subject} speaks of "${other}", which is no parameter before it` +
          (nearest
            ? `: did you mean \`${nearest}\`?`
            : '. Expected one that is defined above; names within others have dots.'),
      )
    }
    const items = entry.value.kind === 'list' ? readList(entry.value, subject).items : [entry.value]
    condition[other] = items.map((item) => {
      const allowed = readValue(item, `A value of ${subject}`)
      checkPossible(item, allowed, other, space[other], subject)
      return allowed
    })
  }
  return condition
}

/** Fails if a parameter can never have a value. */
export function checkPossible(
  at: Located,
  value: Value,
  name: string,
  parameter: Parameter,
  subject: string,
): void {
  const plain = parameter.kind === 'conditional' ? parameter.parameter : parameter
  if (contains(plain, value)) return
  fail(
    at.place,
    `${subject} sets "${name}" to ${JSON.stringify(value)}, which it never is: expected ${describeParameter(plain)}.`,
  )
}
