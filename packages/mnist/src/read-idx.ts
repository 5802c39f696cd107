import { decodeIdx } from './decode-idx.ts'
import { gunzip, isGzip } from './gunzip.ts'
import type { IdxArray } from './idx-array.ts'

/**
 * Reads an IDX file, gzipped or not, in Node and in the browser. Gzip is recognised by its first bytes, 1f 8b, and not
 * by a file name: browsers and servers often unpack a file and keep its `.gz`.
 *
 * @param bytes The whole file
 * @returns The array, as {@link decodeIdx} gives it
 * @throws {IdxFormatError} As a rejection, if the gzip data is damaged or the bytes are not IDX
 *
 * @example
 * const response = await fetch('train-images-idx3-ubyte.gz')
 * const images = await readIdx(new Uint8Array(await response.arrayBuffer()))
 */
export async function readIdx(bytes: Uint8Array): Promise<IdxArray> {
  return decodeIdx(isGzip(bytes) ? await gunzip(bytes) : bytes)
}
