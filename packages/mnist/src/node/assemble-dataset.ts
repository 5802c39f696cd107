import { createImageDataset } from '../images/create-image-dataset.ts'
import { transposeImages } from '../images/transpose-images.ts'
import type { ChecksumKind, DatasetInfo, FileRole } from '../datasets/dataset-info.ts'
import type { ImageDataset } from '../images/image-dataset.ts'
import type { SourceFile } from './idx-file.ts'

/** A loaded file of a dataset. */
export interface LoadedFile {
  /** Which of the four files it is. */
  readonly role: FileRole
  /** The name of the file. */
  readonly name: string
  /** The path of the file, or of the archive that contains it. */
  readonly path: string
  /** The size of the gunzipped IDX data in bytes. */
  readonly bytes: number
  /** The sha256 of the gunzipped IDX data, in hexadecimal. */
  readonly sha256: string
  /** Whether a published checksum confirms the file; 'unknown' also for your own files. */
  readonly status: 'verified' | 'unknown'
  /** The kind of published checksum that confirms the file, if verified. */
  readonly checkedBy: ChecksumKind | undefined
}

/** A training set and a test set, with details of their files. */
export interface LoadedDataset {
  /** The name in `datasets` if the dataset is known; else the prefix of its file names; else the name of its folder. */
  readonly name: string
  /** The folder of the files. */
  readonly source: string
  /** The names of the classes, in order of class; numbers if the names are unknown. */
  readonly classNames: readonly string[]
  /** The training set. */
  readonly train: ImageDataset
  /** The test set; empty if the folder has none and `testOptional` is set. */
  readonly test: ImageDataset
  /** The files: training images and labels, test images and labels. */
  readonly files: readonly LoadedFile[]
}

/** The files of a dataset in the order of `fileRoles`, perhaps without a test set, and the dataset's details if known. */
export interface DatasetSource {
  readonly name: string
  readonly folder: string
  readonly info: DatasetInfo | undefined
  readonly files: readonly SourceFile[]
}

/**
 * Creates the training set and the test set from files.
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
  // In unknown data, either set may lack the last class.
  const classes = info?.classNames.length ?? Math.max(...join().map((part) => part.classes))
  const [train, test] = join(classes)
  const shapes = [train, test].map(({ shape }) => `${shape.height}×${shape.width}×${shape.channels}`)
  if (shapes[0] !== shapes[1]) {
    throw new Error(
      `${trainImages.path} and ${testImages?.path} differ in image size: expected ${shapes[0]} as in training, ` +
        `got ${shapes[1]}. They probably belong to different datasets.`,
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
