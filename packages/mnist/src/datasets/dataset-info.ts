/** One of the four files of a dataset. */
export type FileRole = 'train-images' | 'train-labels' | 'test-images' | 'test-labels'

/**
 * The kind of a published checksum. It is computed from the IDX bytes, the gzip file, or the archive. Only the first kind is
 * independent of the mirror and the compressor.
 */
export type ChecksumKind = 'raw sha256' | 'gzip sha256' | 'gzip md5' | 'archive sha256'

/** A published file: its name and checksums. */
export interface FileInfo {
  /** The name of the file at a mirror, or in the archive. */
  readonly name: string
  /** The known checksums in hexadecimal. Only the first known kind, in the order of {@link ChecksumKind}, counts. */
  readonly checksums: Readonly<Partial<Record<ChecksumKind, string>>>
}

/** A published dataset: its classes, mirrors, files and checksums. */
export interface DatasetInfo {
  /** The name of the dataset, and of its folder in the cache. */
  readonly name: string
  /** The names of the classes, in order of class. */
  readonly classNames: readonly string[]
  /** The addresses of folders with the files, in the order in which to try them. */
  readonly mirrors: readonly string[]
  /** The four files. */
  readonly files: Readonly<Record<FileRole, FileInfo>>
  /** The zip file with the four files, if the mirrors have a zip file. `folder` is its folder in the cache. */
  readonly archive?: FileInfo & { readonly folder: string }
  /** Whether the images in the files have rows and columns swapped. Default false. */
  readonly transposed?: boolean
  /** The label of class 0. Default 0. */
  readonly firstLabel?: number
}
