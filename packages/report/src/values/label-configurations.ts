import { groupBy } from './group-by.ts'
import { keyOf, valueTexts } from './value-texts.ts'

/**
 * Names configurations by what tells them from each other: `optimizer adam`, `learning rate 0.001`.
 *
 * Walks objects and lists to any depth. Every setting whose value differs between configurations is in the labels, by
 * the keys that lead to it. An outermost key that only holds settings together, as `model` does, is left out. Of an object
 * with a `name`, such as an optimizer, the name is the value, and the other keys are settings of its own.
 *
 * A configuration that lacks a setting does not mention it, unless the label would then be empty or another's: then it
 * says `default optimizer momentum`.
 *
 * One configuration alone is named by all its settings.
 *
 * @param configurations Plain JSON
 * @returns A label for each. Equal configurations have equal labels, different ones have different labels, and none is
 *   empty
 * @example
 * labelConfigurations([
 *   { optimizer: { name: 'sgd', momentum: 0.9 }, epochs: 3 },
 *   { optimizer: { name: 'adam' }, epochs: 3 },
 * ]) // ['optimizer sgd, optimizer momentum 0.9', 'optimizer adam']
 */
export function labelConfigurations(configurations: readonly object[]): string[] {
  const distinct = [...groupBy(configurations, keyOf).entries()].map(([key, [configuration]]) => ({
    key,
    settings: settingsOf(configuration),
  }))
  const paths = new Map(
    distinct.flatMap(({ settings }) => [...settings].map(([id, { path }]) => [id, path] as const)),
  )
  const telling = [...paths.keys()]
    .map((id) => ({ id, values: distinct.map(({ settings }) => settings.get(id)?.value) }))
    // One configuration alone has nothing to be told from: its label has all settings.
    .filter(({ values }) => distinct.length === 1 || new Set(values.map(keyOf)).size > 1)
  const names = namesOf(
    telling.map(({ id }) => paths.get(id) as readonly string[]),
    (path) => !paths.has(JSON.stringify(path)),
  )
  const columns = telling.map(({ values }, index) => {
    const text = valueTexts(values.filter((value) => value !== undefined))
    return values.map((value) => ({
      text: value === undefined ? `default ${names[index]}` : `${names[index]} ${text(value)}`,
      isSaid: value !== undefined,
    }))
  })
  const rows = distinct.map((_, index) => columns.map((column) => column[index]))
  const short = rows.map((row) => join(row.filter(({ isSaid }) => isSaid)))
  const uses = countOf(short)
  const full = short.map((label, index) =>
    label === '' || uses.get(label) !== 1 ? join(rows[index]) : label,
  )
  const unique = numbered(full.map((label) => label || 'all settings'))
  const labels = new Map(distinct.map(({ key }, index) => [key, unique[index]]))
  return configurations.map((configuration) => labels.get(keyOf(configuration)) as string)
}

interface Setting {
  readonly path: readonly string[]
  readonly value: unknown
}

/** Every setting of a configuration by its path. */
function settingsOf(configuration: object): Map<string, Setting> {
  const settings = new Map<string, Setting>()
  walkInside(configuration, [])
  return settings

  function walk(value: unknown, path: readonly string[]): void {
    if (Array.isArray(value) && value.some((inner) => typeof inner === 'object' && inner !== null)) {
      const things = value.map((inner: unknown, index) => nameOf(inner) ?? String(index + 1))
      set(path, things.join(' + '))
      value.forEach((inner: unknown, index) => walkInside(inner, [...path, things[index]]))
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const name = nameOf(value)
      if (name !== undefined) set(path, name)
      walkInside(value, path)
    } else if (value !== undefined) set(path, value)
  }

  function walkInside(value: unknown, path: readonly string[]): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return walk(value, path)
    const named = path.length > 0 && nameOf(value) !== undefined
    for (const [key, inner] of Object.entries(value))
      if (!named || key !== 'name') walk(inner, [...path, key])
  }

  function set(path: readonly string[], value: unknown): void {
    settings.set(JSON.stringify(path), { path, value })
  }
}

function nameOf(value: unknown): string | undefined {
  const name = (value as { readonly name?: unknown } | null)?.name
  return typeof name === 'string' ? name : undefined
}

/**
 * The keys that lead to a setting, without the outermost if that is nothing but a container; with it where two settings
 * would have the same name.
 */
function namesOf(
  paths: readonly (readonly string[])[],
  isContainer: (path: readonly string[]) => boolean,
): string[] {
  const short = paths.map((path) =>
    (path.length > 1 && isContainer(path.slice(0, 1)) ? path.slice(1) : path).join(' '),
  )
  const uses = countOf(short)
  return short.map((name, index) => (uses.get(name) === 1 ? name : paths[index].join(' ')))
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

function join(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join(', ')
}

/** Adds numbers where labels would be the same, as values with commas can make them. */
function numbered(labels: readonly string[]): string[] {
  const used = new Set(labels)
  const seen = new Set<string>()
  return labels.map((label) => {
    let unique = label
    for (let count = 2; seen.has(unique) || (unique !== label && used.has(unique)); count++) {
      unique = `${label} (${count})`
    }
    seen.add(unique)
    return unique
  })
}
