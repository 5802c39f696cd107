/** Protocol Buffers wire format, as much as event files need: https://protobuf.dev/programming-guides/encoding/ */

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

/** One field as it stands in a message; a varint is a bigint, everything else its little-endian bytes. */
export interface Field {
  readonly number: number
  readonly value: bigint | Uint8Array
}

/** Joins fields into a message. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** A field of type int64, int32, bool or enum. */
export function varintField(number: number, value: number): Uint8Array {
  return concat([varint((number << 3) | VARINT), varint(value)])
}

export function doubleField(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value, true)
  return concat([varint((number << 3) | FIXED64), bytes])
}

/** A field of type bytes or packed, or a nested message. */
export function bytesField(number: number, value: Uint8Array): Uint8Array {
  return concat([varint((number << 3) | BYTES), varint(value.length), value])
}

export function stringField(number: number, value: string): Uint8Array {
  return bytesField(number, new TextEncoder().encode(value))
}

/** Reads the fields of a message in their order; bytes are views, not copies. */
export function* readFields(message: Uint8Array): Generator<Field> {
  let offset = 0

  function take(length: number): Uint8Array {
    if (offset + length > message.length) throw new Error('protobuf message ends inside a field')
    offset += length
    return message.subarray(offset - length, offset)
  }
  function takeVarint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const [byte] = take(1)
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw new Error('protobuf varint is longer than 10 bytes')
  }

  while (offset < message.length) {
    const key = Number(takeVarint())
    const number = Math.floor(key / 8)
    const wireType = key % 8
    if (wireType === VARINT) yield { number, value: takeVarint() }
    else if (wireType === FIXED64) yield { number, value: take(8) }
    else if (wireType === BYTES) yield { number, value: take(Number(takeVarint())) }
    else if (wireType === FIXED32) yield { number, value: take(4) }
    else throw new Error(`protobuf wire type ${wireType} is unknown`)
  }
}

/** Two's complement in 64 bits, so a negative int64 takes 10 bytes. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}
