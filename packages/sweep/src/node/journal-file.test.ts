import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { identifyProcess } from '@tunekit/durable-files'
import type { JournalRecord } from '../journal/journal-record.ts'
import { openJournalFile, readJournalFile } from './journal-file.ts'

const study: JournalRecord = { op_code: 0, worker_id: 'a', study_name: 's', directions: [1] }
const trial: JournalRecord = { op_code: 4, worker_id: 'a', study_id: 0, datetime_start: null }

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-file-'))
  path = join(folder, 'study', 'journal.log')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('openJournalFile', () => {
  it('keeps the records that were appended', () => {
    const journal = openJournalFile(path)
    journal.append([study])
    journal.append([trial, trial])
    journal.close()
    expect(readJournalFile(path)).toEqual([study, trial, trial])
    const again = openJournalFile(path)
    expect(again.records).toEqual([study, trial, trial])
    again.close()
  })

  it('cuts off a torn record at the end before it appends', () => {
    const journal = openJournalFile(path)
    journal.append([study, trial])
    journal.close()
    appendFileSync(path, '{"op_code":4,"worker')
    const again = openJournalFile(path)
    expect(again.records).toEqual([study, trial])
    again.append([trial])
    again.close()
    expect(readJournalFile(path)).toEqual([study, trial, trial])
  })

  it('rejects a journal that this process has open', () => {
    const journal = openJournalFile(path)
    expect(() => openJournalFile(path)).toThrow(
      `Journal ${path} is in use by this process (${process.pid}), which opened it earlier. Close it first.`,
    )
    journal.close()
    journal.close()
    openJournalFile(path).close()
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  it('takes the lock of a process that has died', () => {
    openJournalFile(path).close()
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(`${path}.lock`, lockOf({ pid }))
    openJournalFile(path).close()
  })

  it('takes the lock of a process whose id another process has now', () => {
    openJournalFile(path).close()
    writeFileSync(`${path}.lock`, lockOf({ startTime: '1' }))
    openJournalFile(path).close()
    writeFileSync(`${path}.lock`, lockOf({ bootId: 'another' }))
    openJournalFile(path).close()
  })

  it.each([
    [
      'of another machine',
      lockOf({ host: 'elsewhere' }),
      /process \d+ on elsewhere: this machine cannot tell/,
    ],
    ['without content', '', /locked by .*journal\.log\.lock, which names no owner/],
  ])('leaves a lock %s alone', (_, content, message) => {
    openJournalFile(path).close()
    writeFileSync(`${path}.lock`, content)
    expect(() => openJournalFile(path)).toThrow(message)
    expect(readFileSync(`${path}.lock`, 'utf8')).toBe(content)
  })

  it("leaves Optuna's lock alone, a link to the journal", () => {
    openJournalFile(path).close()
    symlinkSync(path, `${path}.lock`)
    expect(() => openJournalFile(path)).toThrow(/another program, such as Optuna/)
  })

  // Optuna 5 replaces a lock that has not changed for 30 s, for example because its owner is suspended.
  it('stops if its lock was replaced, and leaves the file to the other program', () => {
    const journal = openJournalFile(path)
    journal.append([study])
    rmSync(`${path}.lock`)
    symlinkSync(path, `${path}.lock`)
    appendFileSync(path, '{"op_code":4,"wor')
    const left = readFileSync(path, 'utf8')
    expect(() => journal.append([trial])).toThrow(
      `Journal ${path} is no longer locked by this process: another program has replaced ${path}.lock and may be writing.`,
    )
    journal.close()
    expect(readFileSync(path, 'utf8')).toBe(left)
    expect(lstatSync(`${path}.lock`).isSymbolicLink()).toBe(true)
  })

  it('stops if another program has appended without the lock, which shifts the ids of records', () => {
    const journal = openJournalFile(path)
    journal.append([study])
    const line = `${JSON.stringify(trial)}\n`
    appendFileSync(path, line)
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(() => journal.append([trial])).toThrow(
        `${path} has grown by ${line.length} bytes since it was opened here: another program writes to it.`,
      )
    }
    journal.close()
    expect(readJournalFile(path)).toEqual([study, trial])
  })

  it.each([
    '{"name":"my-config","lr":0.1}',
    '{"name":"my-config","lr":0.1}\n',
    'notes without an end',
    'notes\n',
    '\x1f\x8b\b\0\0\0',
    '\n',
  ])('leaves a file alone that is not a journal: %j', (content) => {
    openJournalFile(path).close()
    writeFileSync(path, content)
    expect(() => openJournalFile(path)).toThrow(
      `${path} is not a journal: expected lines that start with {"op_code":, got ${JSON.stringify(content)}.`,
    )
    expect(readFileSync(path, 'utf8')).toBe(content)
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  it('opens a journal whose first line is torn, wherever', () => {
    const line = `${JSON.stringify(study)}\n`
    openJournalFile(path).close()
    for (let cut = 0; cut < line.length; cut++) {
      writeFileSync(path, line.slice(0, cut))
      openJournalFile(path).close()
      expect(readFileSync(path, 'utf8')).toBe('')
    }
  })

  it('tells if the file cannot be created', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => openJournalFile(join(folder, 'file', 'journal.log'))).toThrow(/^Cannot open journal .*E/)
  })

  it('rejects a file that is damaged before its end, and does not change it', () => {
    openJournalFile(path).close()
    writeFileSync(path, 'no journal\n{"op_code":0}\n')
    expect(() => openJournalFile(path)).toThrow(`Journal ${path}: Journal line 1 is damaged`)
    expect(readFileSync(path, 'utf8')).toBe('no journal\n{"op_code":0}\n')
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  it('gives advice if no more files can be opened, and releases its lock', () => {
    const script = join(import.meta.dirname, '../../test/exhaust-files.ts')
    const command = `ulimit -n 64; exec "${process.execPath}" "${script}" "${path}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /^Cannot write journal .*: EMFILE: too many open files, .* \(ulimit -n\), then resume\.$/,
    )
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  // A file that may not grow beyond some size stands for a full disk.
  it('undoes an append if the disk is full', () => {
    const script = join(import.meta.dirname, '../../test/fill-journal.ts')
    const command = `ulimit -f 1; trap '' XFSZ; exec "${process.execPath}" "${script}" "${path}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /^Cannot write journal .*EFBIG.* The journal holds everything up to here; free some space/,
    )
    const records = readJournalFile(path)
    expect(records.length).toBeGreaterThan(5)
    expect(records.length % 3).toBe(0)
  })
})

function lockOf(changes: object): string {
  return JSON.stringify({ ...identifyProcess(process.pid), host: hostname(), token: 'old', ...changes })
}
