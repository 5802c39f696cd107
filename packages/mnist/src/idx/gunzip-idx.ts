import { IdxFormatError } from './idx-format-error.ts'
import { declaredSize } from './read-idx-header.ts'

/** The number of input bytes to unpack at a time. Some engines unpack all of their input before they return any output. */
const PIECE = 2 ** 14

/**
 * Gunzips an IDX file on any platform with `DecompressionStream`. The file may have several gzip members, as bgzip and `cat`
 * write them. It stops as soon as the output is longer than the IDX header declares.
 *
 * @throws {IdxFormatError} If the file is truncated, damaged or followed by other bytes, or if its content is not IDX
 * @throws {Error} If the platform has no `DecompressionStream`
 */
export async function gunzipIdx(bytes: Uint8Array): Promise<Uint8Array> {
  if (typeof DecompressionStream === 'undefined') {
    throw new Error(
      'Cannot gunzip: this environment lacks DecompressionStream, which Node and browsers have, but jsdom lacks. ' +
        'Use the test environment "node", or gunzip the file first.',
    )
  }
  const whole = new UnpackedIdx()
  const fault = await unpackMember(bytes, whole)
  if (fault === undefined) return whole.bytes()
  const members = await unpackMembers(bytes)
  if (members === undefined) throw fault
  return members.bytes()
}

/** Unpacks a sequence of gzip members; undefined if the bytes are not such a sequence. */
async function unpackMembers(bytes: Uint8Array): Promise<UnpackedIdx | undefined> {
  const ends = [...memberStarts(bytes), bytes.length]
  if (ends.length === 1) return undefined
  const unpacked = new UnpackedIdx()
  let start = 0
  // Bytes that only look like a header are rare. Only damaged data needs more attempts than this allowance.
  let allowance = 2 ** 20 + 16 * bytes.length
  for (const end of ends) {
    const { size } = unpacked
    if ((await unpackMember(bytes.subarray(start, end), unpacked)) === undefined) {
      start = end
    } else {
      unpacked.cut(size)
      allowance -= end - start
      if (allowance < 0) break
    }
  }
  return start === bytes.length ? unpacked : undefined
}

/** Yields the offsets at which a second or later member may start: bytes that every header has (RFC 1952, 2.3). */
function* memberStarts(bytes: Uint8Array): Generator<number> {
  for (let at = bytes.indexOf(0x1f, 1); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && (bytes[at + 3]! & 0xe0) === 0) yield at
  }
}

/**
 * Unpacks one gzip member.
 *
 * @returns The error of the gzip data, if there is one
 * @throws {IdxFormatError} If the unpacked data is not IDX
 */
async function unpackMember(bytes: Uint8Array, unpacked: UnpackedIdx): Promise<IdxFormatError | undefined> {
  const sizeBefore = unpacked.size
  try {
    for await (const chunk of inflate(bytes)) unpacked.add(chunk)
  } catch (error) {
    if (error instanceof IdxFormatError) throw error
    // In Node the cause contains the reason, in browsers the message does.
    const { message, cause } = error as Error & { cause?: Error }
    return new IdxFormatError(
      `Gzip data is damaged: expected one whole gzip stream, got ${bytes.length} bytes that fail with ` +
        `"${cause?.message ?? message}". Get the file again.`,
      { cause: error },
    )
  }
  // Some engines ignore bytes after a member, or unpack a second member. The last four bytes then contain another size.
  const size = unpacked.size - sizeBefore
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const storedSize = view.getUint32(bytes.length - 4, true)
  if (storedSize === size % 2 ** 32) return undefined
  return new IdxFormatError(
    `Gzip data has trailing bytes: expected the unpacked size, ${size}, in the last 4 bytes, got ${storedSize}. ` +
      'Get the file again.',
  )
}

async function* inflate(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('gzip')
  const writer = writable.getWriter()
  const reader = readable.getReader()
  async function feed(): Promise<void> {
    for (let start = 0; start < bytes.length; start += PIECE) {
      await writer.write(bytes.subarray(start, start + PIECE) as Uint8Array<ArrayBuffer>)
    }
    await writer.close()
  }
  const feeding = feed()
  feeding.catch(() => {}) // the reader fails as well
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
    await feeding
  } finally {
    reader.cancel().catch(() => {})
  }
}

/** The unpacked part of an IDX file; never much longer than the header declares. */
class UnpackedIdx {
  size = 0
  readonly #chunks: Uint8Array[] = []
  #declared: number | undefined

  /** Adds unpacked bytes. @throws {IdxFormatError} If the file is not IDX, or longer than declared */
  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.size += chunk.length
    this.#declared ??= declaredSize(this.bytes())
    if (this.#declared === undefined || this.size <= this.#declared) return
    throw new IdxFormatError(
      `IDX body has trailing bytes: expected ${this.#declared} bytes in all, as its header declares, got ${this.size} or more. ` +
        'The header or the file is damaged.',
    )
  }

  /** Removes the bytes that were added after the data had some size. */
  cut(size: number): void {
    while (this.size > size) this.size -= this.#chunks.pop()!.length
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.size)
    let start = 0
    for (const chunk of this.#chunks) {
      bytes.set(chunk, start)
      start += chunk.length
    }
    return bytes
  }
}
