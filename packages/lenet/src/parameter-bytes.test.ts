import { describe, expect, it } from '@jest/globals'
import { tensor1d, variable } from '@tensorflow/tfjs-core'
import '../test/cpu-backend.ts'
import { parameterBytes } from './parameter-bytes.ts'

describe('parameterBytes', () => {
  it('writes float32 little-endian, in the order of the record, and copies', () => {
    const weight = variable(tensor1d([1, -2]))
    const bias = variable(tensor1d([0.5]))
    const bytes = parameterBytes({ variables: { weight, bias } })
    expect([...bytes]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f])
    bytes.fill(0)
    expect([...weight.dataSync()]).toEqual([1, -2])
    weight.dispose()
    bias.dispose()
  })
})
