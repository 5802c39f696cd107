import { decodeIdx } from './decode-idx.ts'
import { gunzipIdx } from './gunzip-idx.ts'
import type { IdxArray } from './idx-array.ts'
import { isGzip } from './is-gzip.ts'

/**
 * Reads an IDX file, gzipped or not, in Node and in the browser. It recognizes gzip by the first bytes, 1f 8b, not by a file
 * name, because browsers and servers often unpack a file and keep its `.gz`. A file may have several gzip members. Unpacking
 * stops at the size that the IDX header declares.
 *
 * @param bytes The content of the file
 * @returns The array, as `decodeIdx` returns it
 * @throws {IdxFormatError} If the gzip data is damaged or the bytes are not IDX
 * @throws {Error} If the environment cannot gunzip, such as jsdom
 *
 * @example
 * const response = await fetch('train-images-idx3-ubyte.gz')
 * const images = await readIdx(new Uint8Array(await response.arrayBuffer()))
 */
export async function readIdx(bytes: Uint8Array): Promise<IdxArray> {
  return decodeIdx(isGzip(bytes) ? await gunzipIdx(bytes) : bytes)
}
