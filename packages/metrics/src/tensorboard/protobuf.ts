import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** A function that writes one field of a message. */
export type FieldWriter = (writer: BinaryWriter) => void

/** Writes a field of type int64, int32, bool or enum. */
export function varintField(number: number, value: number): FieldWriter {
  return (writer) => writer.tag(number, WireType.Varint).int64(value)
}

/** Writes a field of type double. */
export function doubleField(number: number, value: number): FieldWriter {
  return (writer) => writer.tag(number, WireType.Bit64).double(value)
}

/** Writes a packed field of one float, rounded to float32. */
export function packedFloatField(number: number, value: number): FieldWriter {
  return (writer) => writer.tag(number, WireType.LengthDelimited).fork().float(Math.fround(value)).join()
}

/** Writes a field of type string. */
export function stringField(number: number, value: string): FieldWriter {
  return (writer) => writer.tag(number, WireType.LengthDelimited).string(value)
}

/** Writes a nested message. */
export function messageField(number: number, fields: readonly FieldWriter[]): FieldWriter {
  return (writer) => {
    writer.tag(number, WireType.LengthDelimited).fork()
    for (const write of fields) write(writer)
    writer.join()
  }
}

/** Encodes a message of some fields. */
export function encodeMessage(fields: readonly FieldWriter[]): Uint8Array {
  const writer = new BinaryWriter()
  for (const write of fields) write(writer)
  return writer.finish()
}

/** One field read from a message: a varint as an unsigned bigint, any other field as its bytes, little-endian. */
export interface Field {
  readonly number: number
  readonly value: bigint | Uint8Array
}

/**
 * Reads the fields of a message in their order. Bytes are views on the message, not copies.
 *
 * @throws {Error} If the message ends inside a field, or a field is not protobuf
 */
export function* readFields(message: Uint8Array): Generator<Field> {
  const reader = new BinaryReader(message)
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag()
    if (type === WireType.Varint) yield { number, value: BigInt(reader.uint64()) }
    else if (type === WireType.LengthDelimited) yield { number, value: reader.bytes() }
    else yield { number, value: reader.skip(type) }
  }
}
