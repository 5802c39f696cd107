import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** Installs this package into a folder's `node_modules` as npm would: packed, with all dependencies. */
export async function installPacked(folder: string): Promise<void> {
  const names = ['@tunekit/sweep', '@types']
  for (const name of names) {
    const target = join(folder, 'node_modules', name)
    if (existsSync(target)) continue
    await mkdir(dirname(target), { recursive: true })
    if (name.startsWith('@tunekit/')) names.push(...(await install(folder, name)))
    else await symlink(installed(name), target)
  }
}

/** Finds a dependency: in the package's own folder, if another version is in the root's. */
function installed(name: string): string {
  const own = join(modules, '@tunekit/sweep/node_modules', name)
  return existsSync(own) ? own : join(modules, name)
}

/** @returns The names of the package's dependencies */
async function install(folder: string, name: string): Promise<string[]> {
  const root = join(modules, name)
  const { version, dependencies = {} } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await run('npm', ['pack', '--pack-destination', folder], { cwd: root })
  const target = join(folder, 'node_modules', name)
  await mkdir(target, { recursive: true })
  const tarball = `${name.slice(1).replace('/', '-')}-${version}.tgz`
  await run('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components=1'])
  return Object.keys(dependencies)
}

/** Runs a program of the folder by plain Node and returns its output. */
export async function runIn(folder: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH } })
  return stdout
}

/** Returns the errors that TypeScript finds in programs of the folder. */
export async function typeErrorsIn(folder: string, ...files: readonly string[]): Promise<string> {
  const compiler = join(modules, 'typescript/bin/tsc')
  const options =
    '--noEmit --strict --target es2023 --module nodenext --types node --allowImportingTsExtensions'
  try {
    await run(process.execPath, [compiler, ...options.split(' '), ...files], { cwd: folder })
    return ''
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}
