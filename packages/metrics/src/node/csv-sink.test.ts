import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { arbitraryRecord } from '../../test/arbitrary-record.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { parseCsv } from '../record/csv.ts'
import { csvSink } from './csv-sink.ts'
import { flattenRecord } from '../record/metrics-record.ts'

describe('csvSink', () => {
  const folder = temporaryFolder()
  const header = 'epoch,step,train/loss\r\n'
  const rows = ['0,0,2.3\r\n', '1,4,NaN\r\n', '2,8,0.5\r\n']

  it('writes the names of the first record, then a row for each', () => {
    const path = join(folder, 'new', 'metrics.csv')
    const sink = csvSink(path)
    sink.write({ epoch: 0, step: 0, train: { loss: 2.3 } })
    sink.write({ step: 4, epoch: 1, train: { loss: NaN } })
    sink.write({ epoch: 2, step: 8 })
    sink.flush?.()
    expect(readFileSync(path, 'utf8')).toBe(`${header}${rows[0]}${rows[1]}2,8,\r\n`)
    sink.close()
  })

  it('writes every number so that it reads back exactly', () => {
    const path = join(folder, 'any.csv')
    fc.assert(
      fc.property(arbitraryRecord(), (record) => {
        writeFileSync(path, '')
        const sink = csvSink(path)
        sink.write(record)
        sink.close()
        const [names, cells] = parseCsv(readFileSync(path, 'utf8'))
        expect(names.map((name, index) => [name, Number(cells[index])])).toEqual(
          Object.entries(flattenRecord(record)),
        )
      }),
      { numRuns: 20 },
    )
  })

  it('writes the given columns, and rejects a metric without a column', () => {
    const path = join(folder, 'columns.csv')
    const sink = csvSink(path, { columns: ['step', 'test/loss', 'constructor'] })
    sink.write({ step: 0 })
    expect(() => sink.write({ step: 1, train: { loss: 1 } })).toThrow(RangeError)
    expect(() => sink.write({ step: 1, train: { loss: 1 } })).toThrow(
      `Metric \`train/loss\` has no column in ${path}: its columns are step, test/loss, constructor.`,
    )
    sink.close()
    expect(readFileSync(path, 'utf8')).toBe('step,test/loss,constructor\r\n0,,\r\n')
  })

  it('drops a torn last row on opening and nothing else, wherever it was cut', () => {
    const path = join(folder, 'torn.csv')
    const text = header + rows[0] + rows[1]
    for (let cut = 0; cut <= text.length; cut++) {
      writeFileSync(path, text.slice(0, cut))
      // Whole up to the carriage return; without a whole header the file starts anew.
      const whole = [header, rows[0], rows[1]].filter(
        (_, index, all) => all.slice(0, index + 1).join('').length - 1 <= cut,
      )
      const sink = csvSink(path)
      sink.write({ epoch: 2, step: 8, train: { loss: 0.5 } })
      sink.close()
      expect(readFileSync(path, 'utf8')).toBe((whole.join('') || header) + rows[2])
    }
  })

  it('resumes after a step, under the columns of the file', () => {
    const path = join(folder, 'resumed.csv')
    writeFileSync(path, header + rows.join('') + '3,1')
    const sink = csvSink(path, { resumeAfter: 4, columns: ['step'] })
    expect(sink.lastStep).toBe(4)
    sink.write({ step: 8, epoch: 2, train: { loss: 0.25 } })
    sink.close()
    expect(readFileSync(path, 'utf8')).toBe(`${header}${rows[0]}${rows[1]}2,8,0.25\r\n`)
  })

  it.each([
    ['name,age\nAda,36\n', ' is not a metrics CSV: expected a column `step`, got name, age.'],
    ['epoch,step\n1,4\n2,\n', ' row 3 is broken: expected an integer `step`, got "".'],
    ['{"seed":1}\n', ': CSV row 1 has a quote that RFC 4180 does not allow'],
    ['epoch,step\n1\n', ' row 2 is broken: expected an integer `step`, got "".'],
    ['epoch,step\n1,4.5\n', ' row 2 is broken: expected an integer `step`, got "4.5".'],
  ])('rejects the file %j, and leaves it alone', (text, message) => {
    const path = join(folder, 'other.csv')
    writeFileSync(path, text)
    expect(() => csvSink(path)).toThrow(path + message)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it.each([
    ['one line of notes', undefined],
    ['{"seed":1}', undefined],
    ['\x1f\x8b\b\0\0\0', undefined],
    ['epoch,step', ['step', 'loss']],
  ])('does not change a file with other content: %j', (text, columns) => {
    const path = join(folder, 'foreign.csv')
    writeFileSync(path, text)
    expect(() => csvSink(path, { columns })).toThrow(`Cannot continue ${path}: expected a header row such as`)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('continues a file that Excel has saved, with its byte order mark', () => {
    const path = join(folder, 'marked.csv')
    writeFileSync(path, `\uFEFF${header}${rows[0]}`)
    const sink = csvSink(path)
    sink.write({ epoch: 2, step: 8, train: { loss: 0.5 } })
    sink.close()
    expect(readFileSync(path, 'utf8')).toBe(header + rows[0] + rows[2])
  })

  it('rejects columns without the step', () => {
    const columns = ['epoch', 'loss']
    expect(() => csvSink(join(folder, 'no-step.csv'), { columns })).toThrow(
      '`columns` must include `step`, got epoch, loss.',
    )
  })
})
