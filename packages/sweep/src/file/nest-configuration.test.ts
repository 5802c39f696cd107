import { describe, expect, it } from '@jest/globals'
import { parseSweepFile } from './parse-sweep-file.ts'
import { nestConfiguration } from './nest-configuration.ts'

describe('nestConfiguration', () => {
  it('nests only parameters that the sweep file flattened', () => {
    const { space, nested } = parseSweepFile(`
      method: grid
      parameters:
        a.b: {value: 1}
        optimizer:
          parameters:
            lr: {value: 2}
            x.y: {value: 3}
            schedule: {parameters: {warmup: {value: 4}}}
        optimizers.n: {value: 5}`)
    const values = Object.fromEntries(Object.keys(space).map((name, index) => [name, index + 1]))
    expect(nestConfiguration(values, nested)).toEqual({
      ...{ 'a.b': 1, optimizer: { lr: 2, 'x.y': 3, schedule: { warmup: 4 } }, 'optimizers.n': 5 },
    })
  })
})
