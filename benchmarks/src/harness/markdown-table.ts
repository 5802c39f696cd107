/** Formats a Markdown table. Columns whose heading starts with `>` are aligned to the right. */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const titles = headings.map((heading) => heading.replace(/^>/, ''))
  const rules = headings.map((heading) => (heading.startsWith('>') ? '---:' : '---'))
  return [titles, rules, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
