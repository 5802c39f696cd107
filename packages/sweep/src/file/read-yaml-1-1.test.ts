import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { readYaml11 } from './read-yaml-1-1.ts'

type Reading = readonly [text: string, type: string, value: string]

const { scalars } = JSON.parse(
  readFileSync(new URL('../../test/vectors/yaml-1-1.json', import.meta.url), 'utf8'),
) as { scalars: readonly Reading[] }

describe('readYaml11', () => {
  it.each(scalars)('reads %s as PyYAML does: %s %s', (text, type, value) => {
    const read = readYaml11(text)
    expect(read.type).toBe(type === 'error' ? 'other' : type)
    if (read.type === 'float')
      expect(read.value).toBe(Number(value.replace('inf', 'Infinity').replace('nan', 'NaN')))
    else if ('value' in read) expect(String(read.value)).toBe(value)
  })
})
