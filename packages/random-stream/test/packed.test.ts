/** The package as npm delivers it, in plain Node: the example of README.md prints what its comments say. */
import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from '@jest/globals'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'random-stream-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(cwd: string, command: string, ...words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(command, words, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

it('the packed package needs pure-rand alone, and its example prints what it says', () => {
  const tarball = run(root, 'npm', 'pack', '--silent', '--pack-destination', folder).trim()
  const target = join(folder, 'node_modules/@tunekit/random-stream')
  mkdirSync(target, { recursive: true })
  run(folder, 'tar', '-xzf', tarball, '-C', target, '--strip-components=1')
  symlinkSync(join(root, '../../node_modules/pure-rand'), join(folder, 'node_modules/pure-rand'))
  expect(readdirSync(target).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
  const [, example] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(target, 'README.md'), 'utf8'))!
  writeFileSync(join(folder, 'example.ts'), example)
  const comments = [...example.matchAll(/\/\/ (.*)\n/g)].map(([, comment]) => `${comment}\n`)
  expect(run(folder, process.execPath, '--disable-warning=ExperimentalWarning', 'example.ts')).toBe(
    comments.join(''),
  )
})
