import { IdxFormatError } from './errors.ts'

/** Tells a gzip file by its first two bytes, 1f 8b, whatever its name. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Gunzips a whole file of one gzip member, on any platform with `DecompressionStream`.
 *
 * @throws {IdxFormatError} If the file is cut short, damaged, or followed by other bytes
 */
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const again = 'Get the file again.'
  let raw: Uint8Array
  try {
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
    raw = new Uint8Array(
      await new Response(stream.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer(),
    )
  } catch (error) {
    // Node tells the reason in the cause, browsers in the message.
    const { message, cause } = error as Error & { cause?: Error }
    throw new IdxFormatError(
      `Gzip data is damaged: expected one whole gzip stream, got ${bytes.length} bytes that fail with ` +
        `"${cause?.message ?? message}". ${again}`,
      { cause: error },
    )
  }
  // Some engines ignore what follows the stream, or accept a second one: the last four bytes then tell another size.
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(
    bytes.length - 4,
    true,
  )
  if (size !== raw.length % 2 ** 32) {
    throw new IdxFormatError(
      `Gzip data has trailing bytes: expected its last 4 bytes to tell the unpacked size, ${raw.length}, got ${size}. ` +
        again,
    )
  }
  return raw
}
