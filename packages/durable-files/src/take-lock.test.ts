import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { identifyProcess } from './process-identity.ts'

let hardLinks = true
jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  linkSync(from: string, to: string): void {
    if (hardLinks) return fs.linkSync(from, to)
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
  },
}))
const { LockedError, takeLock } = await import('./take-lock.ts')

const folder = temporaryFolder()
const path = join(folder, 'lock')

afterEach(() => {
  hardLinks = true
  jest.useRealTimers()
  for (const name of fs.readdirSync(folder)) fs.rmSync(join(folder, name), { recursive: true })
})

function lockOf(changes: object): string {
  const holder = { ...identifyProcess(process.pid), host: hostname(), token: 'old' }
  return JSON.stringify({ ...holder, ...changes })
}

describe.each([
  ['with hard links', true],
  ['without hard links', false],
])('takeLock, on a file system %s', (_, links) => {
  it('excludes others until it is released, and leaves no file behind', () => {
    hardLinks = links
    const lock = takeLock(path, 'Thing')
    lock.check()
    expect(fs.readdirSync(folder)).toEqual(['lock'])
    expect(() => takeLock(path, 'Thing')).toThrow(LockedError)
    lock.release()
    lock.release()
    expect(fs.readdirSync(folder)).toEqual([])
    takeLock(path, 'Thing').release()
  })

  it.each([
    ['died', () => ({ pid: spawnSync(process.execPath, ['-e', '']).pid })],
    ['has given its number to another process', () => ({ startTime: '1' })],
    ['ran before the last boot', () => ({ bootId: 'another' })],
  ])('takes over the lock of a process that %s', (_, changes) => {
    hardLinks = links
    fs.writeFileSync(path, lockOf(changes()))
    const lock = takeLock(path, 'Thing')
    lock.check()
    lock.release()
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('takes over the lock of a dead process whose takeover another process did not finish', () => {
    hardLinks = links
    fs.writeFileSync(path, lockOf({ startTime: '1', token: 'first' }))
    fs.writeFileSync(`${path}.first.takeover`, lockOf({ startTime: '1', token: 'second' }))
    takeLock(path, 'Thing').release()
    expect(fs.readdirSync(folder)).toEqual([])
  })
})

describe('takeLock', () => {
  it('throws if this process holds the lock', () => {
    const lock = takeLock(path, 'Thing')
    expect(() => takeLock(path, 'Thing')).toThrow(
      `Thing is in use by this process (${process.pid}), which opened it earlier. Close it first.`,
    )
    lock.release()
  })

  it('names the process that holds the lock, and takes over the lock of a dead process', () => {
    fs.writeFileSync(path, lockOf(identifyProcess(process.ppid)))
    expect(() => takeLock(path, 'Thing')).toThrow(
      `Thing is in use by process ${process.ppid}. Wait for it, or stop it.`,
    )
    fs.writeFileSync(path, lockOf({ startTime: '1' }))
    fs.writeFileSync(`${path}.old.takeover`, lockOf({ ...identifyProcess(process.ppid), token: 'b' }))
    expect(() => takeLock(path, 'Thing')).toThrow(`Thing is in use by process ${process.ppid}.`)
  })

  it('leaves a lock of another machine alone', () => {
    fs.writeFileSync(path, lockOf({ host: 'elsewhere' }))
    expect(() => takeLock(path, 'Thing')).toThrow(/Thing is in use by process \d+ on elsewhere: this machine/)
    expect(fs.existsSync(path)).toBe(true)
  })

  it.each<[string, () => void]>([
    ['an empty file', () => fs.writeFileSync(path, '')],
    ['no JSON', () => fs.writeFileSync(path, '{"pid":')],
    ['null', () => fs.writeFileSync(path, 'null')],
    ['a number for a token', () => fs.writeFileSync(path, lockOf({ token: '../x' }))],
    ['a word for a process', () => fs.writeFileSync(path, lockOf({ pid: 'x' }))],
    ['a folder', () => fs.mkdirSync(path)],
    ["Optuna's link to a journal", () => fs.symlinkSync('journal.log', path)],
    [
      'a link to a lock',
      () => {
        fs.writeFileSync(join(folder, 'other'), lockOf({ startTime: '1' }))
        fs.symlinkSync('other', path)
      },
    ],
  ])('does not take over a lock that names no owner: %s', (_, make) => {
    make()
    expect(() => takeLock(path, 'Thing')).toThrow(
      `Thing is locked by ${path}, which names no owner: another program, such as Optuna, may be writing. ` +
        'If no program is, delete that file.',
    )
    expect(fs.lstatSync(path)).toBeDefined()
  })

  it("waits for a lock that names no owner and is soon released, such as Optuna's", () => {
    const script =
      'const fs = require("fs"); fs.symlinkSync("x", process.argv[1]); console.log();' +
      'setTimeout(() => fs.rmSync(process.argv[1]), 100)'
    const child = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    return once(child.stdout, 'data').then(() => takeLock(path, 'Thing').release())
  })

  it('refreshes its file every 10 s, so that Optuna does not remove it', () => {
    jest.useFakeTimers()
    const lock = takeLock(path, 'Thing')
    for (let round = 0; round < 3; round++) {
      fs.utimesSync(path, 1, 1)
      jest.advanceTimersByTime(10_000)
      expect(fs.statSync(path).mtimeMs).toBeGreaterThan(1000)
    }
    lock.release()
    expect(jest.getTimerCount()).toBe(0)
  })

  it('refreshes its file on check() as well, since synchronous work keeps timers from running', () => {
    const lock = takeLock(path, 'Thing')
    const later = performance.now() + 10_000
    jest.spyOn(performance, 'now').mockReturnValue(later)
    fs.utimesSync(path, 1, 1)
    lock.check()
    jest.restoreAllMocks()
    expect(fs.statSync(path).mtimeMs).toBeGreaterThan(1000)
    lock.release()
  })

  it.each<[string, () => void, string]>([
    ['removed', () => fs.rmSync(path), 'removed'],
    ['replaced', () => fs.writeFileSync(path, lockOf({})), 'replaced'],
  ])('detects that its file was %s, and does not touch the file', (_, change, word) => {
    const lock = takeLock(path, 'Thing')
    change()
    const left = fs.readdirSync(folder)
    expect(() => lock.check()).toThrow(LockedError)
    expect(() => lock.check()).toThrow(
      `Thing is no longer locked by this process: another program has ${word} ${path} and may be writing.`,
    )
    lock.release()
    expect(fs.readdirSync(folder)).toEqual(left)
  })

  it('leaves no file behind if the lock cannot be created', () => {
    expect(() => takeLock(join(folder, 'none', 'lock'), 'Thing')).toThrow('ENOENT')
  })

  it('has one owner at a time, however many processes contend for the lock of a dead process', async () => {
    fs.writeFileSync(path, lockOf({ startTime: '1' }))
    const script = join(import.meta.dirname, '../test/contend-child.ts')
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'pipe'] }),
    )
    const outputs = await Promise.all(
      children.map(async (child) => {
        let output = ''
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
        const [, signal] = await once(child, 'close')
        return [signal, output]
      }),
    )
    expect(outputs).toEqual(outputs.map(() => ['SIGKILL', '']))
  })
})
