import { describe, expect, it } from '@jest/globals'
import { writeJson, writtenConfiguration } from './written-configuration.ts'

describe('writtenConfiguration', () => {
  it('marks the integers that are floats, and no others', () => {
    const configuration = { a: 1, b: 2, c: 3, d: 0.5, e: 'x', f: true, g: -0, h: 1e21, i: 1e16 }
    const floats = { a: [1], b: [1], d: 'all', e: 'all', f: 'all', g: 'all', h: 'all', i: 'all' } as const
    const written = writtenConfiguration(configuration, floats)
    expect(Object.values(written).map(String)).toEqual([
      ...['1.0', '2', '3', '0.5', 'x', 'true', '-0.0', '1e+21', '10000000000000000.0'],
    ])
    expect(writeJson({ ...written, inner: { a: written.a } })).toBe(
      '{"a":1.0,"b":2,"c":3,"d":0.5,"e":"x","f":true,"g":-0.0,"h":1e+21,"i":10000000000000000.0,"inner":{"a":1.0}}',
    )
  })
})
