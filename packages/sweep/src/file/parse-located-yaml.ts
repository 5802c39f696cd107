import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Document, Node, Scalar, ScalarTag, YAMLError, YAMLMap } from 'yaml'
import type { Value } from '../parameters/parameter.ts'
import { readYaml11 } from './read-yaml-1-1.ts'
import { SweepFileError, type Place } from './sweep-file-error.ts'

/** A YAML value with its place in the file. Anchors and merge keys are resolved. */
export type Located = LocatedScalar | LocatedList | LocatedMap

export interface LocatedScalar {
  readonly kind: 'scalar'
  readonly place: Place
  readonly value: Value
  /** The text in the file; empty if there is none. */
  readonly source: string
  /** Whether the scalar has neither quotes nor a tag, so that its type depends on the version of YAML. */
  readonly plain: boolean
  /** Whether the scalar is a number that is written as a float: `1.0`, `1e3`, `!!float 1`. */
  readonly isFloat: boolean
}

export interface LocatedList {
  readonly kind: 'list'
  readonly place: Place
  readonly items: readonly Located[]
}

export interface LocatedMap {
  readonly kind: 'map'
  readonly place: Place
  readonly entries: ReadonlyMap<string, LocatedEntry>
}

export interface LocatedEntry {
  /** The place of the key. */
  readonly place: Place
  readonly value: Located
}

type YamlOptions = Parameters<typeof parseAllDocuments>[1]

/** Reads `!!float 1`, which the library's own tag rejects. */
const float: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  resolve(text, onError) {
    if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text)
    onError(`"${text}" is not a float`)
    return text
  },
}

/** The tags that a sweep file can have. Tags that PyYAML reads differently are not among them. */
const knownTags: readonly string[] = ['str', 'float', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`)

/** Limits that no real sweep reaches. Anchors that expand beyond them are an attack or an accident. */
const maxSize = 20_000
const maxDepth = 40

/**
 * Parses one document of YAML 1.2 (core schema, in which `1e-3` is a number), with `<<` of YAML 1.1.
 *
 * @throws {SweepFileError} If the text is not YAML, is empty, or has several documents
 */
export function parseLocatedYaml(text: string, fileName: string): Located {
  const lineCounter = new LineCounter()
  const options = {
    lineCounter,
    prettyErrors: false,
    schema: 'core',
    customTags: [float],
  } satisfies YamlOptions
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset)
    return { fileName, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  // A byte order mark would shift the columns of the first line.
  const source = text.replace(/^\uFEFF/, '')
  const documents = parseAllDocuments(source, options)
  const [document, second] = Array.isArray(documents) ? documents : []
  const [mistake] = document ? [...document.errors, ...document.warnings] : []
  if (mistake) throw new SweepFileError(explain(mistake, source), placeOf(mistake.pos[0]))
  if (!document?.contents || isEmpty(document.contents)) {
    throw new SweepFileError(
      'The file is empty: expected a mapping with `method` and `parameters`.',
      placeOf(0),
    )
  }
  if (second) {
    throw new SweepFileError(
      'A second document starts here: expected one sweep per file. Write each sweep to its own file.',
      placeOf(second.range[0]),
    )
  }
  return createLocator(document, placeOf)(document.contents, 0)
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && !node.source
}

function explain({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'DUPLICATE_KEY') {
    const key = text.slice(pos[0]).match(/^[^\s:]+/)?.[0] ?? ''
    return duplicateKey(key)
  }
  if (code === 'TAB_AS_INDENT') return 'The line is indented with a tab: YAML expects spaces.'
  return `This is not YAML: ${message.replace(/\.?\s*$/, '')}.`
}

function createLocator(document: Document, placeOf: (offset: number) => Place): Locator {
  let size = 0

  function locate(node: Node | null, depth: number, offset = 0): Located {
    const place = placeOf(node?.range?.[0] ?? offset)
    if (++size > maxSize || depth > maxDepth) {
      throw new SweepFileError(
        'The file is too large or too deep: do its anchors refer to themselves?',
        place,
      )
    }
    if (isAlias(node)) {
      const target = node.resolve(document)
      if (!target) {
        throw new SweepFileError(
          `\`*${node.source}\` has no anchor: expected \`&${node.source}\` before it.`,
          place,
        )
      }
      return locate(target, depth + 1)
    }
    if (node?.tag !== undefined && !knownTags.includes(node.tag)) {
      const tag = node.tag.replace('tag:yaml.org,2002:', '!!')
      throw new SweepFileError(`A value has the tag ${tag}: expected no tag, !!str or !!float.`, place)
    }
    if (isMap(node)) return { kind: 'map', place, entries: locateEntries(node, depth) }
    if (isSeq(node)) {
      const items = node.items.map((item) => locate(item as Node, depth + 1, node.range?.[0]))
      return { kind: 'list', place, items }
    }
    if (!isScalar(node))
      return { kind: 'scalar', place, value: null, source: '', plain: true, isFloat: false }
    return locateScalar(node, place)
  }

  function locateEntries(map: YAMLMap, depth: number): Map<string, LocatedEntry> {
    const direct = new Map<string, LocatedEntry>()
    const merged = new Map<string, LocatedEntry>()
    for (const { key, value } of map.items) {
      const located = locate(key as Node | null, depth + 1, map.range?.[0])
      if (located.kind !== 'scalar') {
        throw new SweepFileError('A key must be text, got a list or a mapping.', located.place)
      }
      checkKey(located)
      const entry = {
        place: located.place,
        value: locate(value as Node | null, depth + 1, endOf(key as Node)),
      }
      if (located.source !== '<<' || !located.plain) {
        const name = located.source || String(located.value)
        if (direct.has(name)) throw new SweepFileError(duplicateKey(name), located.place)
        direct.set(name, entry)
      } else for (const [name, inherited] of mergeEntries(entry.value)) merged.set(name, inherited)
    }
    return new Map([...merged, ...direct])
  }

  return locate
}

function locateScalar({ value, source = '', type, tag }: Scalar, place: Place): LocatedScalar {
  const isInteger = /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+)$/.test(source)
  return {
    kind: 'scalar',
    place,
    // In the core schema: text, a number, a boolean or null.
    value: value as Value,
    source,
    plain: type === 'PLAIN' && tag === undefined,
    isFloat: typeof value === 'number' && (tag === float.tag || !isInteger),
  }
}

/** Rejects a key that PyYAML does not read as text, such as `on`, which PyYAML reads as true. */
function checkKey({ plain, source, place }: LocatedScalar): void {
  const { type } = readYaml11(source)
  if (!plain || source === '<<' || !['bool', 'null', 'other'].includes(type)) return
  const reading = type === 'other' ? 'not text' : type === 'bool' ? 'true or false' : 'null'
  throw new SweepFileError(
    `Key \`${source}\` is ${reading} in YAML 1.1 (PyYAML, hence W&B): expected text. Quote it.`,
    place,
  )
}

function duplicateKey(key: string): string {
  return `Key \`${key}\` appears twice. Remove one of them.`
}

type Locator = (node: Node | null, depth: number) => Located

function endOf(key: Node | null): number | undefined {
  return key?.range?.[1]
}

/** Merges mappings, of which the earlier ones win (https://yaml.org/type/merge.html). */
function mergeEntries(value: Located): ReadonlyMap<string, LocatedEntry> {
  const maps = value.kind === 'list' ? value.items : [value]
  const merged = new Map<string, LocatedEntry>()
  for (const map of maps.toReversed()) {
    if (map.kind !== 'map') {
      throw new SweepFileError('`<<` must merge a mapping or a list of mappings.', map.place)
    }
    for (const [name, entry] of map.entries) merged.set(name, entry)
  }
  return merged
}
