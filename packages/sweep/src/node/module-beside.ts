/**
 * The URL of a module that runs in a process of its own: bundled, it lies beside this one; among the sources, a folder up and in
 * TypeScript.
 *
 * @param name Without an ending
 */
export function moduleBeside(name: string): URL {
  const isSource = import.meta.url.endsWith('.ts')
  return new URL(isSource ? `../${name}.ts` : `./${name}.js`, import.meta.url)
}
