/**
 * Converts labels to short unique names of ASCII letters, digits and hyphens, which can be ids and file names.
 *
 * @example
 * slugs(['Batch 32', 'batch 32!', 'α']) // ['batch-32', 'batch-32-2', 'x']
 */
export function slugs(labels: readonly string[]): string[] {
  const used = new Set<string>()
  return labels.map((label) => {
    const base =
      label
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 60) || 'x'
    let slug = base
    for (let count = 2; used.has(slug); count++) slug = `${base}-${count}`
    used.add(slug)
    return slug
  })
}
