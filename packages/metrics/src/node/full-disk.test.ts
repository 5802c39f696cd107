import { describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { formatCsvLine } from '../record/csv.ts'
import { formatJsonlLine } from '../record/jsonl.ts'
import { decodeTfEvents } from '../tensorboard/tf-event.ts'

const folder = temporaryFolder()
const records = Array.from({ length: 200 }, (_, step) => ({ epoch: step, step }))
const jsonl = records.map(formatJsonlLine).join('')
const csv = [['epoch', 'step'], ...records.map(({ epoch, step }) => [epoch, step])]
  .map(formatCsvLine)
  .join('')

/**
 * Runs test/open-on-full-disk.ts in a process that may not write files larger than 1 kB. The signal for such writes is ignored,
 * because a full disk sends none.
 */
function onFullDisk(kind: string, path: string): string {
  const script = join(import.meta.dirname, '../../test/open-on-full-disk.ts')
  const command = `ulimit -f 1; trap '' XFSZ; exec "$0" "$@"`
  const { stdout, stderr } = spawnSync('bash', ['-c', command, process.execPath, script, kind, path], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout
}

describe('on a full disk', () => {
  it.each([
    [
      'jsonl',
      'that is to be replaced, since its last line lacks its newline',
      jsonl.slice(0, -1),
      "EFBIG: file too large, write 'PATH'",
    ],
    [
      'csv',
      'that is to be replaced, since its lines end by LF',
      csv.replaceAll('\r', ''),
      "EFBIG: file too large, write 'PATH'",
    ],
    ['jsonl', 'that is to grow', jsonl, 'Cannot append to PATH: EFBIG: file too large, write'],
    ['csv', 'that is to grow', csv, 'Cannot append to PATH: EFBIG: file too large, write'],
  ])('a %s file %s keeps every byte', (kind, _, text, message) => {
    const path = join(folder, `metrics.${kind}`)
    writeFileSync(path, text)
    expect(text.length).toBeGreaterThan(1024)
    expect(onFullDisk(kind, path)).toBe(message.replace('PATH', path))
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('an event file ends with a whole event', () => {
    const path = join(folder, 'events')
    expect(onFullDisk('tfevents', path)).toMatch(/^Cannot append to .*events\.out\.tfevents\..*: EFBIG/)
    const bytes = readFileSync(join(path, readdirSync(path)[0]))
    const { events, wholeBytes } = decodeTfEvents(bytes)
    expect(wholeBytes).toBe(bytes.length)
    expect(events.length).toBeGreaterThan(10)
  })

  it('the description of the runs stays the old one', () => {
    const path = join(folder, 'events.out.tfevents.0.hparams')
    writeFileSync(path, 'old')
    expect(onFullDisk('hparams', folder)).toBe(`EFBIG: file too large, write '${path}'`)
    expect(readFileSync(path, 'utf8')).toBe('old')
  })
})
