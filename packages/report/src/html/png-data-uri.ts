import { encode } from 'fast-png'

/** Encodes a gray or RGB image, one byte per channel, as a data URI of a PNG file. */
export function pngDataUri(image: {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly data: Uint8Array
}): string {
  const bytes = encode({ ...image, depth: 8 })
  return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
}
