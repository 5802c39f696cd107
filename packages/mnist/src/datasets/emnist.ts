import type { DatasetInfo, FileInfo } from './dataset-info.ts'

/** The six splits of EMNIST (arXiv:1702.05373), which divide NIST's handwritten characters in different ways. */
export type EmnistSplit = 'balanced' | 'byclass' | 'bymerge' | 'digits' | 'letters' | 'mnist'

const digits = '0123456789'
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** In balanced and bymerge, lowercase letters that look like their capitals share a class with them. */
const mergedCharacters = digits + capitals + 'abdefghnqrt'

const classNames: Readonly<Record<EmnistSplit, string>> = {
  balanced: mergedCharacters,
  byclass: digits + capitals + 'abcdefghijklmnopqrstuvwxyz',
  bymerge: mergedCharacters,
  digits,
  letters: capitals,
  mnist: digits,
}

/**
 * Describes one split of EMNIST. Its files have transposed images, and its letters have the labels 1 to 26. One zip file contains
 * all splits (562 MB).
 */
export function emnist(split: EmnistSplit): DatasetInfo {
  const member = (suffix: string): FileInfo => ({ name: `gzip/emnist-${split}-${suffix}.gz`, checksums: {} })
  return {
    name: `emnist-${split}`,
    classNames: Array.from(classNames[split]),
    mirrors: [
      'https://biometrics.nist.gov/cs_links/EMNIST/',
      'https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/',
    ],
    archive: {
      name: 'gzip.zip',
      folder: 'emnist',
      checksums: { 'archive sha256': 'fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e' },
    },
    files: {
      'train-images': member('train-images-idx3-ubyte'),
      'train-labels': member('train-labels-idx1-ubyte'),
      'test-images': member('test-images-idx3-ubyte'),
      'test-labels': member('test-labels-idx1-ubyte'),
    },
    transposed: true,
    firstLabel: split === 'letters' ? 1 : 0,
  }
}
