import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { writeSweepParameters } from './write-sweep-parameters.ts'

const path = join(temporaryFolder(), 'parameters.yaml')
const written = (values: Parameters<typeof writeSweepParameters>[1]): string => {
  writeSweepParameters(path, values)
  return readFileSync(path, 'utf8')
}

describe('writeSweepParameters', () => {
  it('writes numbers with a decimal point and text in ASCII, which PyYAML reads correctly', () => {
    expect(
      written({ a: 1e-7, b: -2.5e21, c: 1e21, d: 3, e: { f: 'ü\u2028\u{1f600}"' }, g: null, h: 'yes' }),
    ).toBe(
      [
        'wandb_version: 1',
        '',
        '"a": {"value": 1.0e-7}',
        '"b": {"value": -2.5e+21}',
        '"c": {"value": 1.0e+21}',
        '"d": {"value": 3}',
        '"e": {"value": {"f": "\\u00fc\\u2028\\U0001f600\\""}}',
        '"g": {"value": null}',
        '"h": {"value": "yes"}',
        '',
      ].join('\n'),
    )
  })

  it('writes values that YAML 1.1 reads as the same', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    )
    fc.assert(
      fc.property(value, (original) => {
        const { a } = parse(written({ a: original }), { version: '1.1' }) as { a: { value: unknown } }
        expect(a.value).toEqual(Object.is(original, -0) ? 0 : original)
      }),
    )
  })
})
