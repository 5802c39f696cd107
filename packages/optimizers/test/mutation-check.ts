/**
 * Checks the tests: makes one mistake at a time in a copy of the package, and expects a test to fail. Run with
 * `npm run mutation-check -w @tunekit/optimizers`, with `-- adam lamb` for the files whose names contain these words.
 */
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { mutations } from './mutations.ts'

const root = join(import.meta.dirname, '../../..')
const config = 'jest.config.js'
const own = 'packages/optimizers'
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(root, 'node_modules/jest/bin/jest.js'),
  ...['--config', `../../${config}`, '--rootDir', '.', '--setupFilesAfterEnv', './test/end-on-failure.ts'],
  ...['--runInBand', '--bail', '--runTestsByPath'],
]

const wanted = process.argv.slice(2)
const todo = Object.entries(mutations)
  .filter(([file]) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .flatMap(([file, { tests, changes }]) =>
    Object.entries(changes).map(([name, change]) => ({ file, tests, name, change })),
  )
const count = todo.length
const caught: string[] = []
const faults: string[] = []

const folder = await mkdtemp(join(tmpdir(), 'mutation-check-'))
try {
  const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, (_, lane) => `${folder}/${lane}`)
  await Promise.all(lanes.map(copyPackage))
  const all = [...new Set(todo.flatMap(({ tests }) => tests))]
  if (!(await run(lanes[0], all)).passed) throw new Error('The tests fail without a mutation.')
  await Promise.all(
    lanes.map(async (lane) => {
      for (let next = todo.shift(); next; next = todo.shift()) await check(lane, next)
    }),
  )
} finally {
  await rm(folder, { recursive: true })
}

for (const fault of faults) console.log(fault)
console.log(`${count} mutations, ${caught.length} caught, ${faults.length} survived`)
process.exitCode = faults.length === 0 ? 0 : 1

async function copyPackage(lane: string): Promise<void> {
  await mkdir(join(lane, dirname(own)), { recursive: true })
  await symlink(join(root, 'node_modules'), join(lane, 'node_modules'))
  await Promise.all(
    [config, `${own}/package.json`, `${own}/src`, `${own}/test`].map((path) =>
      cp(join(root, path), join(lane, path), { recursive: true }),
    ),
  )
}

/** Writes one mutated file, runs its tests until one fails, and restores the file. */
async function check(lane: string, { file, tests, name, change: [text, other] }: (typeof todo)[number]) {
  const report = (result: string, list: string[]): void => {
    const line = `${file}: ${name}: ${result}`
    list.push(line)
    console.log(line)
  }
  const path = join(lane, own, 'src', file)
  const source = await readFile(path, 'utf8')
  const times = source.split(text).length - 1
  if (times !== 1) return report(`NOT TRIED, its text occurs ${times} times: ${text}`, faults)
  await writeFile(
    path,
    source.replace(text, () => other),
  )
  try {
    for (const test of tests) {
      const { passed, output } = await run(lane, [test])
      if (passed) continue
      // The file does not load, which proves nothing about the tests.
      if (output.includes('Test suite failed to run')) return report(`NOT TRIED\n${output}`, faults)
      return report(`caught by ${test}`, caught)
    }
    report('SURVIVED', faults)
  } finally {
    await writeFile(path, source)
  }
}

function run(lane: string, tests: readonly string[]): Promise<{ passed: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...jest, ...tests], { cwd: join(lane, own), timeout: 120_000 })
    let output = ''
    child.stdout.on('data', (data) => (output += String(data)))
    child.stderr.on('data', (data) => (output += String(data)))
    child.on('error', reject)
    child.on('close', (code) => resolve({ passed: code === 0, output }))
  })
}
