import crc32c from 'crc-32/crc32c.js'

const HEADER = 12
const FOOTER = 4

/**
 * Frames bytes as one TFRecord:
 *
 *     offset  size  field (little-endian)
 *     0       8     length n of the data
 *     8       4     masked CRC-32C of the length's 8 bytes
 *     12      n     data
 *     12+n    4     masked CRC-32C of the data
 */
export function encodeTfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(HEADER + data.length + FOOTER)
  const view = new DataView(record.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true)
  record.set(data, HEADER)
  view.setUint32(HEADER + data.length, maskedCrc32c(data), true)
  return record
}

/** A record of a file. It occupies the bytes from `offset` up to `end`; `data` is a view on its data. */
export interface TfRecord {
  readonly offset: number
  readonly end: number
  readonly data: Uint8Array
}

/**
 * Yields each TFRecord, and stops at an incomplete one.
 *
 * @throws {Error} If a checksum is wrong; the message names the record's byte offset
 */
export function* readTfRecords(bytes: Uint8Array): Generator<TfRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 0
  while (offset + HEADER <= bytes.length) {
    // Check the length before using it: a flipped bit must not look like a truncated file.
    verify('length', bytes.subarray(offset, offset + 8), view.getUint32(offset + 8, true), offset)
    const end = offset + HEADER + Number(view.getBigUint64(offset, true)) + FOOTER
    if (end > bytes.length) return
    const data = bytes.subarray(offset + HEADER, end - FOOTER)
    verify('data', data, view.getUint32(end - FOOTER, true), offset)
    yield { offset, end, data }
    offset = end
  }
}

function verify(part: string, data: Uint8Array, stored: number, offset: number): void {
  const computed = maskedCrc32c(data)
  if (computed !== stored) {
    throw new Error(
      `tfevents record at byte ${offset} is damaged: its ${part} has checksum ${hex(computed)}, ` +
        `but the file has ${hex(stored)}. The records before it are complete.`,
    )
  }
}

/** Computes the masked CRC-32C: the CRC, rotated, plus a constant. It stays a good check of data that contains CRCs. */
function maskedCrc32c(data: Uint8Array): number {
  const crc = crc32c.buf(data)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}
