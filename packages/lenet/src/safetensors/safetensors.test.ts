import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeSafetensors, SafetensorsError } from './decode-safetensors.ts'
import { encodeSafetensors } from './encode-safetensors.ts'
import type { TensorData } from './encode-safetensors.ts'

/** Tensors of any bits, NaN payloads included; some empty, some single numbers. */
function arbitraryTensor(): fc.Arbitrary<TensorData> {
  return fc
    .tuple(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }), fc.constantFrom('float32', 'int32'))
    .chain(([shape, dtype]) => {
      const length = shape.reduce((product, size) => product * size, 1)
      return fc.int32Array({ minLength: length, maxLength: length }).map((bits): TensorData => {
        const data = dtype === 'float32' ? new Float32Array(bits.buffer, bits.byteOffset, length) : bits
        return { dtype, shape, data }
      })
    })
}

/** A file of the given header and `dataLength` zero bytes. */
function fileOf(header: unknown, dataLength = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const file = new Uint8Array(8 + json.length + dataLength)
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true)
  file.set(json, 8)
  return file
}

function bits({ data }: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

describe('encodeSafetensors', () => {
  it('writes what decodeSafetensors reads, bit for bit and in order', () => {
    const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', '"\\'))
    const tensors = fc.dictionary(
      name.filter((name) => name !== '__metadata__'),
      arbitraryTensor(),
    )
    fc.assert(
      fc.property(tensors, fc.dictionary(name, fc.string()), (tensors, metadata) => {
        const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata))
        expect(Object.keys(decoded.tensors)).toEqual(Object.keys(tensors))
        for (const [name, tensor] of Object.entries(tensors)) {
          const { [name]: copy } = decoded.tensors
          expect([copy.dtype, copy.shape]).toEqual([tensor.dtype, tensor.shape])
          expect(bits(copy)).toEqual(bits(tensor))
        }
        expect(Object.entries(decoded.metadata)).toEqual(Object.entries(metadata))
      }),
    )
  })

  it('pads the header with spaces, so that the data begins at a multiple of 8 bytes', () => {
    const names = Array.from({ length: 9 }, (_, length) => 'x'.repeat(length))
    for (const name of names) {
      const file = encodeSafetensors({ [name]: { dtype: 'int32', shape: [], data: Int32Array.of(-1) } })
      const length = Number(new DataView(file.buffer).getBigUint64(0, true))
      expect(length % 8).toBe(0)
      expect(file.length).toBe(8 + length + 4)
      const header = new TextDecoder().decode(file.subarray(8, 8 + length))
      expect(header).toMatch(/^\{"x*":\{"dtype":"I32","shape":\[\],"data_offsets":\[0,4\]\}\} {0,7}$/)
    }
  })

  it('writes only the part of a buffer that a view covers', () => {
    const data = Float32Array.of(1, 2, 3).subarray(1, 2)
    const { tensors } = decodeSafetensors(encodeSafetensors({ two: { dtype: 'float32', shape: [1], data } }))
    expect([...tensors.two.data]).toEqual([2])
  })

  it('rejects data that does not match its shape or dtype, and a tensor with the name of the metadata', () => {
    const data = new Float32Array(3)
    expect(() => encodeSafetensors({ a: { dtype: 'float32', shape: [2, 2], data } })).toThrow(
      new RangeError('Tensor "a" of shape [2, 2] must have 4 elements, got 3.'),
    )
    expect(() => encodeSafetensors({ a: { dtype: 'int32', shape: [3], data } })).toThrow(
      new TypeError('Tensor "a" of dtype int32 has data of another type: Float32Array.'),
    )
    expect(() => encodeSafetensors({ __metadata__: { dtype: 'float32', shape: [3], data } })).toThrow(
      RangeError,
    )
  })
})

describe('decodeSafetensors', () => {
  it('reads a file of the reference implementation', () => {
    // Python safetensors 0.8.0: save({ weight: [[1.5, -2, 0.25]], step: 7, empty: zeros(0, 3) }, { note: 'é' })
    const header =
      '{"__metadata__":{"note":"é"},"empty":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},' +
      '"weight":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]},' +
      '"step":{"dtype":"I32","shape":[],"data_offsets":[12,16]}} '
    const file = fileOf(header, 16)
    file.set([0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0x80, 0x3e, 7, 0, 0, 0], file.length - 16)
    expect(file[0]).toBe(0xd0)
    expect(decodeSafetensors(file)).toEqual({
      metadata: { note: 'é' },
      tensors: {
        empty: { dtype: 'float32', shape: [0, 3], data: new Float32Array(0) },
        weight: { dtype: 'float32', shape: [1, 3], data: Float32Array.of(1.5, -2, 0.25) },
        step: { dtype: 'int32', shape: [], data: Int32Array.of(7) },
      },
    })
  })

  it('reads metadata with the key or the text `__metadata__`', () => {
    const __metadata__ = { __metadata__: '"__metadata__": {}', other: '__metadata__' }
    expect(decodeSafetensors(fileOf({ __metadata__ })).metadata).toEqual(__metadata__)
  })

  it('keeps the order of the header, which may differ from the order of the data', () => {
    const entry = (begin: number): object => ({ dtype: 'I32', shape: [1], data_offsets: [begin, begin + 4] })
    const file = fileOf({ second: entry(4), first: entry(0) }, 8)
    file[file.length - 4] = 9
    const { tensors } = decodeSafetensors(file)
    expect(Object.entries(tensors).map(([name, { data }]) => [name, ...data])).toEqual([
      ['second', 9],
      ['first', 0],
    ])
  })

  it('reads Buffers at any alignment, and copies', () => {
    const file = encodeSafetensors({ a: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } })
    for (const offset of [0, 1, 2, 3]) {
      const buffer = Buffer.alloc(file.length + offset).subarray(offset)
      buffer.set(file)
      const { tensors } = decodeSafetensors(buffer)
      buffer.fill(0)
      expect(tensors.a.data).toEqual(Float32Array.of(1, 2))
    }
  })

  it('rejects a file cut at any byte, or with an extra byte', () => {
    const data = Float32Array.of(1, 2, 3)
    const file = encodeSafetensors({ a: { dtype: 'float32', shape: [3], data } }, { note: 'x' })
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeSafetensors(file.subarray(0, length))).toThrow(SafetensorsError)
    }
    expect(() => decodeSafetensors(file.subarray(0, 5))).toThrow(
      'Safetensors file ends at byte 5, expected 8 bytes of header length: it is truncated.',
    )
    expect(() => decodeSafetensors(file.subarray(0, 50))).toThrow(
      `Safetensors file ends at byte 50, expected a header up to byte ${file.length - 12}: it is truncated.`,
    )
    expect(() => decodeSafetensors(file.subarray(0, file.length - 1))).toThrow(
      `Safetensors file ends at byte ${file.length - 1}, expected byte ${file.length}: it is truncated.`,
    )
    expect(() => decodeSafetensors(Uint8Array.of(...file, 0))).toThrow(
      `Safetensors file ends at byte ${file.length + 1}, expected byte ${file.length}: it has trailing bytes.`,
    )
  })

  it('throws no other error for damaged files', () => {
    const tensor: TensorData = { dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) }
    const file = encodeSafetensors({ a: tensor, b: tensor }, { note: 'x' })
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }), (index, byte) => {
        const damaged = file.with(index, byte)
        try {
          decodeSafetensors(damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  const f32 = (shape: unknown, offsets: unknown): object => ({ dtype: 'F32', shape, data_offsets: offsets })

  it.each<[string, Uint8Array, string]>([
    [
      'an HTML page',
      new TextEncoder().encode('<!doctype html>'),
      'Safetensors header length at byte 0 is 8104636974849335612, expected at most 100000000: ' +
        'this is probably not a safetensors file.',
    ],
    [
      'a header that is no JSON',
      fileOf('{"a":'),
      'Safetensors header at bytes 8 to 13 is not JSON in UTF-8.',
    ],
    ['a header that is no object', fileOf('[]'), 'Safetensors header at bytes 8 to 10 is not a JSON object.'],
    [
      'a header with a byte order mark',
      fileOf('\ufeff{}'),
      'Safetensors header at bytes 8 to 13 is not JSON in UTF-8.',
    ],
    [
      'metadata twice',
      fileOf('{"__metadata__":{},"\\u005f_metadata__":{"a":"b"}}'),
      'Safetensors header at bytes 8 to 57 has `__metadata__` more than once.',
    ],
    [
      'a size of -0',
      fileOf('{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}'),
      'Safetensors tensor "a" is not described by a dtype, a shape and two data_offsets.',
    ],
    [
      'sizes with a product beyond any file, although one size is 0',
      fileOf({ a: f32([2 ** 40, 2 ** 40, 0], [0, 0]) }),
      'Safetensors tensor "a" has shape [1099511627776, 1099511627776, 0], which no file can hold.',
    ],
    [
      'metadata of numbers',
      fileOf({ __metadata__: { epoch: 3 } }),
      'Safetensors `__metadata__` is not an object of strings.',
    ],
    [
      'an entry that is not an object',
      fileOf({ a: null }),
      'Safetensors tensor "a" is not described by a dtype, a shape and two data_offsets.',
    ],
    [
      'a negative size',
      fileOf({ a: f32([-1], [0, 4]) }, 4),
      'Safetensors tensor "a" is not described by a dtype, a shape and two data_offsets.',
    ],
    [
      'three offsets',
      fileOf({ a: f32([1], [0, 4, 8]) }, 4),
      'Safetensors tensor "a" is not described by a dtype, a shape and two data_offsets.',
    ],
    [
      'a dtype that is not read',
      fileOf({ a: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, 4),
      'Safetensors tensor "a" has dtype BF16, expected F32 or I32.',
    ],
    [
      'a shape of another size than its bytes',
      fileOf({ a: f32([2, 3], [0, 20]) }, 20),
      'Safetensors tensor "a" has data_offsets 0 to 20, expected 24 bytes for shape [2, 3].',
    ],
    [
      'a shape of absurd size',
      fileOf({ a: f32([2 ** 52, 2 ** 52], [0, 8]) }, 8),
      'Safetensors tensor "a" has shape [4503599627370496, 4503599627370496], which no file can hold.',
    ],
    [
      'a gap',
      fileOf({ a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, 12),
      'Safetensors tensor "b" begins at byte 124, expected byte 120: there is a gap before it.',
    ],
    [
      'an overlap',
      fileOf({ a: f32([2], [0, 8]), b: f32([1], [4, 8]) }, 8),
      'Safetensors tensor "b" begins at byte 119, expected byte 123: there is an overlap with another tensor.',
    ],
    [
      'data before the first tensor',
      fileOf({ a: f32([1], [4, 8]) }, 8),
      'Safetensors tensor "a" begins at byte 66, expected byte 62: there is a gap before it.',
    ],
  ])('rejects %s', (_what, file, message) => {
    expect(() => decodeSafetensors(file)).toThrow(SafetensorsError)
    expect(() => decodeSafetensors(file)).toThrow(message)
  })
})
