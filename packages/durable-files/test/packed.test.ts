/** The package as npm delivers it, in plain Node: the example of README.md. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import { temporaryFolder } from './temporary-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = temporaryFolder()

function run(cwd: string, command: string, ...words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(command, words, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

it('the packed package works without other packages, and its example does what README.md says', () => {
  const tarball = run(root, 'npm', 'pack', '--silent', '--pack-destination', folder).trim()
  const target = join(folder, 'node_modules/@tunekit/durable-files')
  mkdirSync(target, { recursive: true })
  run(folder, 'tar', '-xzf', tarball, '-C', target, '--strip-components=1')
  expect(readdirSync(target).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
  const [, example] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(target, 'README.md'), 'utf8'))!
  writeFileSync(join(folder, 'example.ts'), example)
  run(folder, process.execPath, 'example.ts')
  expect(readdirSync(join(folder, 'run')).sort()).toEqual(['config.json', 'log.txt'])
  expect(readFileSync(join(folder, 'run/config.json'), 'utf8')).toBe('{"seed":42}')
  expect(readFileSync(join(folder, 'run/log.txt'), 'utf8')).toBe('epoch 1\n')
})
