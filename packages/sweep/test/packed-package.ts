import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, '../../node_modules')

/** Puts this package into a folder's `node_modules` as npm would: packed, beside the dependencies that it names. */
export async function installPacked(folder: string): Promise<void> {
  const { name, version, dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await run('npm', ['pack', '--pack-destination', folder], { cwd: root })
  const target = join(folder, 'node_modules', name)
  await mkdir(target, { recursive: true })
  const tarball = `${name.slice(1).replace('/', '-')}-${version}.tgz`
  await run('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components=1'])
  for (const other of [...Object.keys(dependencies), '@types']) {
    await symlink(join(modules, other), join(folder, 'node_modules', other))
  }
}

/** What a program of the folder prints, run by plain Node. */
export async function runIn(folder: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH } })
  return stdout
}

/** Mistakes that TypeScript finds in the folder's programs. */
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
