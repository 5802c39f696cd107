import { decodeIdx } from './decode-idx.ts'
import { gunzipIdx } from './gunzip-idx.ts'
import type { IdxArray } from './idx-array.ts'
import { isGzip } from './is-gzip.ts'

/**
 * Reads an IDX file, gzipped or not, in Node and in the browser. Gzip is recognised by its first bytes, 1f 8b, and not
 * by a file name: browsers and servers often unpack a file and keep its `.gz`. A file of several gzip members is read as a
 * whole; unpacking stops at the size that the IDX header declares.
 *
 * @param bytes The whole file
 * @returns The array, as {@link decodeIdx} gives it
 * @throws {IdxFormatError} As a rejection, if the gzip data is damaged or the bytes are not IDX
 * @throws {Error} As a rejection, if the environment cannot gunzip, such as jsdom
 *
 * @example
 * const response = await fetch('train-images-idx3-ubyte.gz')
 * const images = await readIdx(new Uint8Array(await response.arrayBuffer()))
 */
export async function readIdx(bytes: Uint8Array): Promise<IdxArray> {
  return decodeIdx(isGzip(bytes) ? await gunzipIdx(bytes) : bytes)
}
