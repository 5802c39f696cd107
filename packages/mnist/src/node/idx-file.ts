import { hash } from 'node:crypto'
import { decodeIdx } from '../idx/decode-idx.ts'
import { gunzipIdx } from '../idx/gunzip-idx.ts'
import { isGzip } from '../idx/is-gzip.ts'
import type { ChecksumKind, FileInfo, FileRole } from '../datasets/dataset-info.ts'
import type { IdxArray } from '../idx/idx-array.ts'

/** A decoded file with its checksums, which identify a published file. */
export interface IdxFile {
  readonly array: IdxArray
  /** The size of the gunzipped IDX data in bytes. */
  readonly bytes: number
  readonly checksums: Readonly<Partial<Record<ChecksumKind, string>> & { 'raw sha256': string }>
}

/** One of the four files of a dataset. */
export interface SourceFile extends IdxFile {
  readonly role: FileRole
  readonly name: string
  /** The path of the file, or of the archive that contains it. */
  readonly path: string
  /** The kind of published checksum that confirms the file, if any. */
  readonly checkedBy: ChecksumKind | undefined
}

/** The four files of a dataset, in order. */
export const fileRoles: readonly FileRole[] = ['train-images', 'train-labels', 'test-images', 'test-labels']

/**
 * Gunzips a file if necessary, decodes it, and computes its checksums.
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
 * Returns the kind of published checksum that confirms a file. Only the strongest known kind counts.
 *
 * @returns Undefined if that checksum differs, or if none is known
 */
export function matchingChecksum(checksums: FileInfo['checksums'], info: FileInfo): ChecksumKind | undefined {
  const kind = strongestKnown(info)
  return kind && checksums[kind] === info.checksums[kind] ? kind : undefined
}

/**
 * Returns the kind of published checksum that confirms a file, as {@link matchingChecksum} does, but rejects other files.
 *
 * @throws {Error} If the checksum differs
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
