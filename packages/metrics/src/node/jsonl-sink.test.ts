import { describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { formatJsonlLine, parseJsonl } from '../record/jsonl.ts'
import { jsonlSink } from './jsonl-sink.ts'

describe('jsonlSink', () => {
  const folder = temporaryFolder()
  const lines = [{ step: 0, loss: NaN }, { step: 4 }, { step: 8 }].map(formatJsonlLine)

  it('appends each record before `write` returns, in a folder that it creates', () => {
    const path = join(folder, 'new', 'run', 'metrics.jsonl')
    const sink = jsonlSink(path)
    expect(sink.lastStep).toBe(-1)
    sink.write({ step: 0, loss: NaN })
    expect(readFileSync(path, 'utf8')).toBe(lines[0])
    sink.write({ step: 4 })
    expect(readFileSync(path, 'utf8')).toBe(lines[0] + lines[1])
    sink.close()
  })

  it('drops a torn last line on opening and nothing else, wherever it was cut', () => {
    const path = join(folder, 'torn.jsonl')
    const text = lines[0] + lines[1]
    for (let cut = 0; cut <= text.length; cut++) {
      writeFileSync(path, text.slice(0, cut))
      const records = parseJsonl(text.slice(0, cut))
      const sink = jsonlSink(path)
      sink.write({ step: 8 })
      sink.close()
      expect(readFileSync(path, 'utf8')).toBe(lines.slice(0, records.length).join('') + lines[2])
      expect(sink.lastStep).toBe(records.at(-1)?.step ?? -1)
    }
  })

  it('keeps every record that it acknowledged before a SIGKILL', async () => {
    const path = join(folder, 'killed.jsonl')
    const script = fileURLToPath(new URL('../../test/log-forever.ts', import.meta.url))
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const closed = once(child, 'close')
    let acknowledged = -1
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line)
      if (acknowledged === 20) child.kill('SIGKILL')
    }
    expect(await closed).toEqual([null, 'SIGKILL'])
    const sink = jsonlSink(path)
    sink.close()
    const steps = parseJsonl(readFileSync(path, 'utf8')).map(({ step }) => step)
    expect(steps).toEqual(steps.map((_, index) => index))
    expect(steps.length).toBeGreaterThan(acknowledged)
  })

  it('resumes after a step: drops later records, keeps the bytes of the others', () => {
    const path = join(folder, 'resumed.jsonl')
    const spaced = '{ "step": 0 }\n'
    writeFileSync(path, spaced + lines[1] + lines[2] + '{"step":12')
    const sink = jsonlSink(path, { resumeAfter: 4 })
    expect(sink.lastStep).toBe(4)
    expect(readFileSync(path, 'utf8')).toBe(spaced + lines[1])
    sink.close()
    expect(readdirSync(folder).filter((name) => name.startsWith('resumed.jsonl.'))).toEqual([])
  })

  it('rejects a file with a broken line, names it, and leaves the file alone', () => {
    const path = join(folder, 'broken.jsonl')
    const text = `${lines[0]}{"step":4,"tr\n${lines[2]}`
    writeFileSync(path, text)
    expect(() => jsonlSink(path)).toThrow(
      `Cannot continue ${path}: JSONL line 2 is not a metrics record, and`,
    )
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it.each([
    '{"learningRate":0.001,"epochs":10}',
    '{"learningRate":0.001}\n',
    'notes without an end',
    '\x1f\x8b\b\0\0\0',
    '{"step":100,"note":"a whole object that is no record"}',
    '{"step":0}\n{"step":"of another program"}',
  ])('does not change a file with other content: %j', (text) => {
    const path = join(folder, 'foreign.jsonl')
    writeFileSync(path, text)
    expect(() => jsonlSink(path)).toThrow(`Cannot continue ${path}: `)
    expect(() => jsonlSink(path, { resumeAfter: -1 })).toThrow(`Cannot continue ${path}: `)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('stops when a second writer appends to its file', () => {
    const path = join(folder, 'shared.jsonl')
    const [first, second] = [jsonlSink(path), jsonlSink(path)]
    first.write({ step: 0, loss: NaN })
    expect(() => second.write({ step: 0 })).toThrow(`${path} has grown by 24 bytes since it was opened here`)
    first.write({ step: 4 })
    expect(readFileSync(path, 'utf8')).toBe(lines[0] + lines[1])
    first.close()
    second.close()
  })

  it('continues a file that begins with a byte order mark', () => {
    const path = join(folder, 'marked.jsonl')
    writeFileSync(path, `\uFEFF${lines[0]}`)
    const sink = jsonlSink(path)
    sink.write({ step: 4 })
    sink.close()
    expect(readFileSync(path, 'utf8')).toBe(`\uFEFF${lines[0]}${lines[1]}`)
  })

  it('writes nothing after close()', () => {
    const path = join(folder, 'closed.jsonl')
    const sink = jsonlSink(path)
    sink.close()
    sink.close()
    expect(() => sink.write({ step: 0 })).toThrow(`${path} is closed`)
    expect(existsSync(path)).toBe(true)
  })
})
