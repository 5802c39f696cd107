/** @file Readers of values. `subject` is the value's name in messages, such as "`max` of parameter "lr"". */
import type { Value } from '../parameters/parameter.ts'
import { nearestWord } from './nearest-word.ts'
import type { Located, LocatedEntry, LocatedList, LocatedMap, LocatedScalar } from './parse-located-yaml.ts'
import { readYaml11, type Yaml11Scalar } from './read-yaml-1-1.ts'
import { SweepFileError, type Place } from './sweep-file-error.ts'

export function fail(place: Place, message: string): never {
  throw new SweepFileError(message, place)
}

export function readMap(value: Located, subject: string): LocatedMap {
  if (value.kind === 'map') return value
  fail(value.place, `${subject} must be a mapping of keys to values, got ${describe(value)}.`)
}

/** Fails if a mapping has a key that is not known. */
export function checkKeys(map: LocatedMap, subject: string, known: readonly string[]): void {
  for (const [key, { place }] of map.entries) {
    if (known.includes(key)) continue
    fail(place, `${subject} has an unknown key \`${key}\`: ${suggest(key, known)}`)
  }
}

/** Suggests the nearest known word, or lists all known words if none is near. */
export function suggest(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known)
  return nearest ? `did you mean \`${nearest}\`?` : `expected ${listWords(known)}.`
}

/** Lists words in backticks, the last one after "or". */
export function listWords(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``)
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

/** Reads a list of at least one item. */
export function readList(value: Located, subject: string): LocatedList {
  if (value.kind !== 'list') fail(value.place, `${subject} must be a list, got ${describe(value)}.`)
  if (value.items.length === 0) fail(value.place, `${subject} is empty: expected at least one item.`)
  return value
}

/** Reads text; a scalar of another type counts as the text in the file, such as `name: 7`. */
export function readText(value: Located, subject: string): string {
  if (value.kind !== 'scalar' || (value.plain && value.value === null)) {
    fail(value.place, `${subject} must be text, got ${describe(value)}.`)
  }
  return typeof value.value === 'string' ? value.value : value.source
}

/** Reads one of the known words. */
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

export type Sign = 'positive' | 'non-negative'

/** Reads a finite number. */
export function readNumber(value: Located, subject: string, sign?: Sign): number {
  return readNumeric(value, subject, 'number', sign)
}

/** Reads an integer that is exact in 64 bits. */
export function readInteger(value: Located, subject: string, sign?: Sign): number {
  return readNumeric(value, subject, 'integer', sign)
}

function readNumeric(
  value: Located,
  subject: string,
  type: 'number' | 'integer',
  sign: Sign | undefined,
): number {
  if (value.kind === 'scalar') {
    checkUnambiguous(value, subject)
    const number = value.value as number
    const hasType = type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number)
    if (hasType && (sign !== 'positive' || number > 0) && (sign !== 'non-negative' || number >= 0))
      return number
  }
  const range = sign === undefined ? `${type === 'integer' ? 'an' : 'a'} ${type}` : `a ${sign} ${type}`
  fail(value.place, `${subject} must be ${range}, got ${describe(value)}.`)
}

/** Reads a value that a parameter can have. */
export function readValue(value: Located, subject: string): Value {
  if (value.kind !== 'scalar') {
    fail(
      value.place,
      `${subject} must be text, a number, a boolean or null, got ${describe(value)}. ` +
        'Write it as text, such as "[32, 64]", which a command receives unchanged.',
    )
  }
  if (value.plain && value.source === '')
    fail(value.place, `${subject} is missing: expected a value after the colon.`)
  checkUnambiguous(value, subject)
  if (typeof value.value !== 'number') return value.value
  if (!Number.isFinite(value.value)) fail(value.place, `${subject} must be finite, got ${value.source}.`)
  // Integers of YAML have no signed zero.
  return value.isFloat ? value.value : value.value + 0
}

/**
 * Rejects a value that YAML 1.1 (PyYAML, hence W&B) and YAML 1.2 read differently. Only a number with an exponent, such as
 * `1e-3`, is a number here although PyYAML reads it as text, since nobody means text by it.
 */
function checkUnambiguous(value: LocatedScalar, subject: string): void {
  const { plain, source, place } = value
  if (!plain) return
  const yaml11 = readYaml11(source)
  if (isSame(value, yaml11)) {
    if (yaml11.type !== 'int' || Number.isSafeInteger(value.value)) return
    fail(place, `${subject} is ${source}, beyond the integers that are exact here, ±(2⁵³ − 1). Quote it.`)
  }
  if (yaml11.type === 'text' && value.isFloat && /\de/i.test(source)) return
  const yaml12 = typeof value.value === 'string' ? 'text' : String(value.value)
  const readings = [describeYaml11(yaml11), yaml12].filter((reading) =>
    /^(?:-?[\d.]+|true|false)$/.test(reading),
  )
  fail(
    place,
    `${subject} is ${source}, which is ${describeYaml11(yaml11)} in YAML 1.1 (PyYAML, hence W&B) and ${yaml12} in YAML 1.2. ` +
      (readings.length > 0 ? `Write ${readings.join(' or ')}, or quote it.` : 'Quote it.'),
  )
}

function isSame({ value, isFloat }: LocatedScalar, yaml11: Yaml11Scalar): boolean {
  switch (yaml11.type) {
    case 'null':
      return value === null
    case 'text':
      return typeof value === 'string'
    case 'bool':
      return value === yaml11.value
    case 'float':
      return isFloat && Object.is(value, yaml11.value)
    case 'int':
      // An integer that is not safe was rounded to a nearby number.
      return typeof value === 'number' && !isFloat && value === Number(yaml11.value)
    case 'other':
      return false
  }
}

function describeYaml11(scalar: Yaml11Scalar): string {
  if (scalar.type === 'text') return 'text'
  if (scalar.type === 'other') return 'a date or not a value'
  return 'value' in scalar ? String(scalar.value) : 'null'
}

/** Returns the entry of a key that is required. */
export function required(map: LocatedMap, key: string, subject: string): LocatedEntry {
  return map.entries.get(key) ?? fail(map.place, `${subject} has no \`${key}\`, which is required.`)
}

/** Reads the value of a key if the mapping has the key. */
export function optional<T>(map: LocatedMap, key: string, read: (value: Located) => T): T | undefined {
  const entry = map.entries.get(key)
  return entry && read(entry.value)
}

/** Copies fields without those that are `undefined`. */
export function withoutAbsent<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}

/** Converts a value to plain JSON. */
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
