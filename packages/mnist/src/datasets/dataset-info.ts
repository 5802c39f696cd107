/** The four files of a dataset. */
export type FileRole = 'train-images' | 'train-labels' | 'test-images' | 'test-labels'

/**
 * What a published checksum was taken of: the IDX bytes, the gzip file around them, or the archive around those. Only
 * the first is the same for every mirror and compressor.
 */
export type ChecksumKind = 'raw sha256' | 'gzip sha256' | 'gzip md5' | 'archive sha256'

/** A published file. */
export interface FileInfo {
  /** Its name at a mirror, or inside the archive. */
  readonly name: string
  /** Its known checksums, in hexadecimal. The first kind of {@link ChecksumKind} that is known is what counts. */
  readonly checksums: Readonly<Partial<Record<ChecksumKind, string>>>
}

/** What is known of a published dataset. */
export interface DatasetInfo {
  readonly name: string
  /** What each class shows, in order of class. */
  readonly classNames: readonly string[]
  /** Addresses of folders that hold the files, in the order to try. */
  readonly mirrors: readonly string[]
  readonly files: Readonly<Record<FileRole, FileInfo>>
  /** A zip file that holds the files, when that is what the mirrors have. `folder` is its place in the cache. */
  readonly archive?: FileInfo & { readonly folder: string }
  /** Whether the files hold every image with rows and columns swapped. Default false. */
  readonly transposed?: boolean
  /** The label of class 0. Default 0. */
  readonly firstLabel?: number
}
