import type { Parameter, UnconditionalParameter, Value } from '../parameters/parameter.ts'
import { nearestWord } from './nearest-word.ts'
import type { Located, LocatedMap } from './parse-located-yaml.ts'
import { parameterSource } from './parameter-source.ts'
import { readDistribution } from './read-distribution.ts'
import { checkKeys, fail, optional, readList, readMap, readValue } from './read-fields.ts'
import type { Condition, SweepFile } from './sweep-file.ts'

/** Reads `parameters`, flattening those within others. */
export function readParameters(value: Located, warnings: string[]): Pick<SweepFile, 'space' | 'nested'> {
  const space: Record<string, Parameter> = {}
  const nested: string[] = []

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
        const parameter = readDistribution(parameterSource(name, map, warnings))
        space[name] =
          Object.keys(condition).length > 0 ? { kind: 'conditional', condition, parameter } : parameter
      }
    }
  }

  readGroup(value, '`parameters`', '', {})
  return { space, nested }
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
  const expected = missing(plain, value)
  if (expected) {
    fail(
      at.place,
      `${subject} sets "${name}" to ${JSON.stringify(value)}, which it never is: expected ${expected}.`,
    )
  }
}

/** What is expected, if the value is not possible. */
function missing(parameter: UnconditionalParameter, value: Value): string | undefined {
  if (parameter.kind === 'constant')
    return parameter.value === value ? undefined : JSON.stringify(parameter.value)
  if (parameter.kind === 'categorical') {
    if (parameter.choices.includes(value)) return undefined
    return parameter.choices.length === 1
      ? JSON.stringify(parameter.choices[0])
      : `one of ${parameter.choices.map((choice) => JSON.stringify(choice)).join(', ')}`
  }
  if (typeof value !== 'number') return 'a number'
  if (parameter.kind === 'normal') return parameter.log && value <= 0 ? 'a number above 0' : undefined
  if (parameter.kind === 'int' && !Number.isInteger(value)) return 'an integer'
  return value >= parameter.low && value <= parameter.high
    ? undefined
    : `a number from ${parameter.low} to ${parameter.high}`
}
