import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'

/** The installed version of a package. */
export function packageVersion(name: string): string {
  const path = findPackageJSON(name, import.meta.url)
  if (!path) throw new Error(`Package ${name} is not installed. Run npm ci.`)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
