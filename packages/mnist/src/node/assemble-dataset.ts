import { createImageDataset } from '../images/create-image-dataset.ts'
import { transposeImages } from '../images/transpose-images.ts'
import type { ChecksumKind, DatasetInfo, FileRole } from '../datasets/dataset-info.ts'
import type { ImageDataset } from '../images/image-dataset.ts'
import type { SourceFile } from './idx-file.ts'

/** A file that was loaded. */
export interface LoadedFile {
  readonly role: FileRole
  readonly name: string
  /** Where it lies; for a member of an archive, where the archive lies. */
  readonly path: string
  /** Size of the IDX data, gunzipped. */
  readonly bytes: number
  /** Of the IDX data, gunzipped, in hexadecimal. */
  readonly sha256: string
  /** Whether the file is known to be as published; 'unknown' includes files of one's own. */
  readonly status: 'verified' | 'unknown'
  /** Which published checksum it has, if verified. */
  readonly checkedBy: ChecksumKind | undefined
}

/** A training and a test set, with what is known of them. */
export interface LoadedDataset {
  /** Its name in `datasets` if it is one of those, else what its file names begin with, else its folder's name. */
  readonly name: string
  /** The folder that the files are in. */
  readonly source: string
  /** What each class shows, in order of class; numbers if not known. */
  readonly classNames: readonly string[]
  readonly train: ImageDataset
  /** Of no images if a folder without a test set was allowed. */
  readonly test: ImageDataset
  /** The files: training images and labels, test images and labels. */
  readonly files: readonly LoadedFile[]
}

/** Files in the order of `fileRoles`, those of the test set perhaps missing, and what is known of them. */
export interface DatasetSource {
  readonly name: string
  readonly folder: string
  readonly info: DatasetInfo | undefined
  readonly files: readonly SourceFile[]
}

/**
 * Makes the two datasets of the files.
 *
 * @throws {Error} If the files do not fit together; the message names them
 */
export function assembleDataset({ name, folder, info, files }: DatasetSource): LoadedDataset {
  const [trainImages, trainLabels, testImages, testLabels] = files as readonly [
    SourceFile,
    SourceFile,
    SourceFile?,
    SourceFile?,
  ]
  const join = (classes?: number): readonly [ImageDataset, ImageDataset] => {
    const train = joinFiles(trainImages, trainLabels, info, classes)
    const hasTest = testImages !== undefined && testLabels !== undefined
    return [train, hasTest ? joinFiles(testImages, testLabels, info, classes) : train.slice(0, 0)]
  }
  // Of unknown data either set may lack the last class.
  const classes = info?.classNames.length ?? Math.max(...join().map((part) => part.classes))
  const [train, test] = join(classes)
  const shapes = [train, test].map(({ shape }) => `${shape.height}×${shape.width}×${shape.channels}`)
  if (shapes[0] !== shapes[1]) {
    throw new Error(
      `${trainImages.path} and ${testImages?.path} differ in image size: expected ${shapes[0]} as in training, ` +
        `got ${shapes[1]}. They are probably of different datasets.`,
    )
  }
  return {
    name,
    source: folder,
    classNames: info?.classNames ?? Array.from({ length: classes }, (_, index) => String(index)),
    train,
    test,
    files: files.map(({ role, name, path, bytes, checksums, checkedBy }) => ({
      role,
      name,
      path,
      bytes,
      sha256: checksums['raw sha256'],
      status: checkedBy ? 'verified' : 'unknown',
      checkedBy,
    })),
  }
}

function joinFiles(
  images: SourceFile,
  labels: SourceFile,
  info: DatasetInfo | undefined,
  classes: number | undefined,
): ImageDataset {
  try {
    return createImageDataset({
      images: info?.transposed ? transposeImages(images.array) : images.array,
      labels: labels.array,
      classes,
      firstLabel: info?.firstLabel,
    })
  } catch (error) {
    throw new Error(`Cannot use ${images.path} with ${labels.path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
