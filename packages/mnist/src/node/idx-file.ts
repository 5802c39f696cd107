import { hash } from 'node:crypto'
import { decodeIdx } from '../idx/decode-idx.ts'
import { gunzipIdx } from '../idx/gunzip-idx.ts'
import { isGzip } from '../idx/is-gzip.ts'
import type { ChecksumKind, FileInfo, FileRole } from '../datasets/dataset-info.ts'
import type { IdxArray } from '../idx/idx-array.ts'

/** A decoded file, and the checksums that tell which published file it is. */
export interface IdxFile {
  readonly array: IdxArray
  /** Bytes of IDX data, gunzipped. */
  readonly bytes: number
  readonly checksums: Readonly<Partial<Record<ChecksumKind, string>> & { 'raw sha256': string }>
}

/** One of a dataset's four files, wherever it came from. */
export interface SourceFile extends IdxFile {
  readonly role: FileRole
  readonly name: string
  /** Where it lies; for a member of an archive, where the archive lies. */
  readonly path: string
  /** The published checksum that it was found to have, if any. */
  readonly checkedBy: ChecksumKind | undefined
}

export const fileRoles: readonly FileRole[] = ['train-images', 'train-labels', 'test-images', 'test-labels']

/**
 * Gunzips if need be, decodes, and takes the checksums.
 *
 * @throws {IdxFormatError} If the data is damaged; the message does not name the file
 */
export async function parseIdxFile(stored: Uint8Array): Promise<IdxFile> {
  const gzipped = isGzip(stored)
  const raw = gzipped ? await gunzipIdx(stored) : stored
  const array = decodeIdx(raw)
  return {
    array,
    bytes: raw.length,
    checksums: {
      'raw sha256': hash('sha256', raw),
      ...(gzipped && { 'gzip sha256': hash('sha256', stored), 'gzip md5': hash('md5', stored) }),
    },
  }
}

/**
 * The kind of published checksum that a file has. Only the strongest kind that is known of it counts.
 *
 * @returns Nothing if it differs or none is known
 */
export function matchingChecksum(checksums: FileInfo['checksums'], info: FileInfo): ChecksumKind | undefined {
  const kind = strongestKnown(info)
  return kind && checksums[kind] === info.checksums[kind] ? kind : undefined
}

/**
 * Like {@link matchingChecksum}, but a checksum that differs is an error.
 *
 * @throws {Error} If it differs
 */
export function verifyChecksum(checksums: FileInfo['checksums'], info: FileInfo): ChecksumKind | undefined {
  const kind = strongestKnown(info)
  if (kind && checksums[kind] !== info.checksums[kind]) {
    throw new Error(
      `${kind} is wrong: expected ${info.checksums[kind]}, got ${checksums[kind] ?? 'a file that is not gzipped'}`,
    )
  }
  return kind
}

function strongestKnown({ checksums }: FileInfo): ChecksumKind | undefined {
  const kinds: readonly ChecksumKind[] = ['raw sha256', 'gzip sha256', 'gzip md5', 'archive sha256']
  return kinds.find((kind) => checksums[kind] !== undefined)
}
