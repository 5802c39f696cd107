import { groupBy } from './group-by.ts'
import { keyOf, valueTexts } from './value-texts.ts'

/**
 * Labels configurations by the settings that differ between them: `optimizer adam`, `learning rate 0.001`.
 *
 * Objects and lists are searched at any depth. The name of a setting consists of the keys that lead to it, without an outermost
 * key that only groups settings, such as `model`. The value of an object with a `name`, such as an optimizer, is that name;
 * the other keys of the object are separate settings.
 *
 * The label of a configuration omits settings that the configuration lacks. If the label would then be empty or equal to
 * another label, it contains `default optimizer momentum` for a missing setting `optimizer momentum`.
 *
 * The label of a single configuration contains all its settings.
 *
 * @param configurations Plain JSON
 * @returns A label for each configuration, never empty. Equal configurations have equal labels, and different configurations
 *   have different labels
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
  const differing = [...paths.keys()]
    .map((id) => ({ id, values: distinct.map(({ settings }) => settings.get(id)?.value) }))
    .filter(({ values }) => distinct.length === 1 || new Set(values.map(keyOf)).size > 1)
  const names = namesOf(
    differing.map(({ id }) => paths.get(id) as readonly string[]),
    (path) => !paths.has(JSON.stringify(path)),
  )
  const columns = differing.map(({ values }, index) => {
    const text = valueTexts(values.filter((value) => value !== undefined))
    return values.map((value) => ({
      text: value === undefined ? `default ${names[index]}` : `${names[index]} ${text(value)}`,
      isPresent: value !== undefined,
    }))
  })
  const rows = distinct.map((_, index) => columns.map((column) => column[index]))
  const short = rows.map((row) => join(row.filter(({ isPresent }) => isPresent)))
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

/** Returns all settings of a configuration by their paths. */
function settingsOf(configuration: object): Map<string, Setting> {
  const settings = new Map<string, Setting>()
  walkInside(configuration, [])
  return settings

  function walk(value: unknown, path: readonly string[]): void {
    if (Array.isArray(value) && value.some((inner) => typeof inner === 'object' && inner !== null)) {
      const names = value.map((inner: unknown, index) => nameOf(inner) ?? String(index + 1))
      set(path, names.join(' + '))
      value.forEach((inner: unknown, index) => walkInside(inner, [...path, names[index]]))
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const name = nameOf(value)
      if (name !== undefined) set(path, name)
      walkInside(value, path)
    } else if (value !== undefined) set(path, value)
  }

  function walkInside(value: unknown, path: readonly string[]): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return walk(value, path)
    const hasName = path.length > 0 && nameOf(value) !== undefined
    for (const [key, inner] of Object.entries(value))
      if (!hasName || key !== 'name') walk(inner, [...path, key])
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
 * Names settings by the keys that lead to them, without an outermost container unless two settings would have the same name.
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

/** Appends a number to repeated labels. Values that contain commas can cause repetitions. */
function numbered(labels: readonly string[]): string[] {
  const given = new Set(labels)
  const used = new Set<string>()
  return labels.map((label) => {
    let unique = label
    for (let count = 2; used.has(unique) || (unique !== label && given.has(unique)); count++) {
      unique = `${label} (${count})`
    }
    used.add(unique)
    return unique
  })
}
