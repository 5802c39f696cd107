import type { Value } from '../parameters/parameter.ts'
import { nearestWord } from './nearest-word.ts'
import { readYaml11, type Yaml11Scalar } from './read-yaml-1-1.ts'
import type { Located, LocatedEntry, LocatedList, LocatedMap, LocatedScalar } from './parse-located-yaml.ts'
import { SweepFileError, type Place } from './sweep-file-error.ts'

/** Readers of a value: `subject` is how messages call it, such as "`max` of parameter "lr"". */

export function fail(place: Place, message: string): never {
  throw new SweepFileError(message, place)
}

export function readMap(value: Located, subject: string): LocatedMap {
  if (value.kind === 'map') return value
  fail(value.place, `${subject} must be a mapping of keys to values, got ${describe(value)}.`)
}

/** Names the nearest known key if there is another one. */
export function checkKeys(map: LocatedMap, subject: string, known: readonly string[]): void {
  for (const [key, { place }] of map.entries) {
    if (known.includes(key)) continue
    fail(place, `${subject} has an unknown key \`${key}\`: ${suggest(key, known)}`)
  }
}

/** "did you mean …?", or all that is known. */
export function suggest(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known)
  return nearest ? `did you mean \`${nearest}\`?` : `expected ${listed(known)}.`
}

function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``)
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

export function readList(value: Located, subject: string): LocatedList {
  if (value.kind !== 'list') fail(value.place, `${subject} must be a list, got ${describe(value)}.`)
  if (value.items.length === 0) fail(value.place, `${subject} is empty: expected at least one item.`)
  return value
}

/** Text, also if it looks like something else: `name: 7`. */
export function readText(value: Located, subject: string): string {
  if (value.kind !== 'scalar' || (value.plain && value.value === null)) {
    fail(value.place, `${subject} must be text, got ${describe(value)}.`)
  }
  return typeof value.value === 'string' ? value.value : value.source
}

/** One of a few words. */
export function readWord<T extends string>(value: Located, subject: string, known: readonly T[]): T {
  const word = readText(value, subject)
  if ((known as readonly string[]).includes(word)) return word as T
  fail(value.place, `${subject} cannot be "${word}": ${suggest(word, known)}`)
}

export function readBoolean(value: Located, subject: string): boolean {
  if (value.kind === 'scalar') checkUnambiguous(value, subject)
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value
  fail(value.place, `${subject} must be true or false, got ${describe(value)}.`)
}

interface NumberBounds {
  readonly above?: number
  readonly atLeast?: number
}

export function readNumber(value: Located, subject: string, bounds: NumberBounds = {}): number {
  if (value.kind === 'scalar') checkUnambiguous(value, subject)
  if (value.kind !== 'scalar' || typeof value.value !== 'number' || !Number.isFinite(value.value)) {
    fail(value.place, `${subject} must be a number, got ${describe(value)}.`)
  }
  return within(value, value.value, subject, bounds)
}

export function readInteger(value: Located, subject: string, bounds: NumberBounds = {}): number {
  if (value.kind === 'scalar') checkUnambiguous(value, subject)
  if (value.kind !== 'scalar' || !Number.isSafeInteger(value.value)) {
    fail(value.place, `${subject} must be an integer, got ${describe(value)}.`)
  }
  return within(value, value.value as number, subject, bounds)
}

function within(value: LocatedScalar, number: number, subject: string, bounds: NumberBounds): number {
  const { above = -Infinity, atLeast = -Infinity } = bounds
  if (!(number > above)) fail(value.place, `${subject} must be greater than ${above}, got ${value.source}.`)
  if (!(number >= atLeast)) fail(value.place, `${subject} must be at least ${atLeast}, got ${value.source}.`)
  return number
}

/** What a parameter can be set to. */
export function readValue(value: Located, subject: string): Value {
  if (value.kind !== 'scalar') {
    fail(
      value.place,
      `${subject} must be text, a number, a boolean or null, got ${describe(value)}. ` +
        'Write it as text, such as "[32, 64]", which a command gets as it stands.',
    )
  }
  if (value.plain && value.source === '')
    fail(value.place, `${subject} is missing: expected a value after the colon.`)
  checkUnambiguous(value, subject)
  if (typeof value.value !== 'number') return value.value
  if (!Number.isFinite(value.value)) fail(value.place, `${subject} must be finite, got ${value.source}.`)
  // YAML's integers have no sign of zero.
  return value.isFloat ? value.value : value.value + 0
}

/**
 * Refuses a value that YAML 1.1 (PyYAML, hence W&B) and 1.2 read differently. What has an exponent, `1e-3`, is a number here
 * though PyYAML takes it for text: nobody means that.
 */
function checkUnambiguous(value: LocatedScalar, subject: string): void {
  const { plain, source, place } = value
  if (!plain) return
  const other = readYaml11(source)
  if (isSame(value, other)) {
    if (other.type !== 'int' || Number.isSafeInteger(value.value)) return
    fail(place, `${subject} is ${source}, beyond the integers that stay exact here, ±(2⁵³ − 1). Quote it.`)
  }
  if (other.type === 'text' && value.isFloat && /\de/i.test(source)) return
  const here = typeof value.value === 'string' ? 'text' : String(value.value)
  const readings = [describeYaml11(other), here].filter((reading) =>
    /^(?:-?[\d.]+|true|false)$/.test(reading),
  )
  fail(
    place,
    `${subject} is ${source}, which is ${describeYaml11(other)} in YAML 1.1 (PyYAML, hence W&B) and ${here} in YAML 1.2. ` +
      (readings.length > 0 ? `Write ${readings.join(' or ')}, or quote it.` : 'Quote it.'),
  )
}

function isSame({ value, isFloat }: LocatedScalar, other: Yaml11Scalar): boolean {
  switch (other.type) {
    case 'null':
      return value === null
    case 'text':
      return typeof value === 'string'
    case 'bool':
      return value === other.value
    case 'float':
      return isFloat && Object.is(value, other.value)
    case 'int':
      // Beyond the safe integers, the number here is one nearby.
      return typeof value === 'number' && !isFloat && value === Number(other.value)
    case 'other':
      return false
  }
}

function describeYaml11(scalar: Yaml11Scalar): string {
  if (scalar.type === 'text') return 'text'
  if (scalar.type === 'other') return 'a date or no value'
  return 'value' in scalar ? String(scalar.value) : 'null'
}

/** The entry of a key that has to be there. */
export function required(map: LocatedMap, key: string, subject: string): LocatedEntry {
  return map.entries.get(key) ?? fail(map.place, `${subject} has no \`${key}\`: expected it.`)
}

/** Reads the value of a key, if it is there. */
export function optional<T>(map: LocatedMap, key: string, read: (value: Located) => T): T | undefined {
  const entry = map.entries.get(key)
  return entry && read(entry.value)
}

/** Without what is undefined. */
export function withoutAbsent<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}

/** As plain JSON. */
export function toPlain(value: Located, subject: string): unknown {
  if (value.kind === 'scalar') {
    checkUnambiguous(value, subject)
    return value.value
  }
  if (value.kind === 'list') return value.items.map((item) => toPlain(item, subject))
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, toPlain(entry.value, subject)]))
}

export function describe(value: Located): string {
  if (value.kind === 'map') return 'a mapping'
  if (value.kind === 'list') return 'a list'
  if (value.value === null) return 'nothing'
  return typeof value.value === 'string' ? `text "${value.value}"` : value.source
}
