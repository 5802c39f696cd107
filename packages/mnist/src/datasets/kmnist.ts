import type { DatasetInfo } from './dataset-info.ts'

/** Kuzushiji-MNIST (arXiv:1812.01718): cursive Japanese, 60,000 and 10,000 images, in the second release (February 2019). */
export const kmnist: DatasetInfo = {
  name: 'kmnist',
  classNames: ['お o', 'き ki', 'す su', 'つ tsu', 'な na', 'は ha', 'ま ma', 'や ya', 'れ re', 'を wo'],
  mirrors: ['http://codh.rois.ac.jp/kmnist/dataset/kmnist/'],
  files: {
    'train-images': {
      name: 'train-images-idx3-ubyte.gz',
      checksums: { 'gzip sha256': '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4' },
    },
    'train-labels': {
      name: 'train-labels-idx1-ubyte.gz',
      checksums: { 'gzip sha256': 'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17' },
    },
    'test-images': {
      name: 't10k-images-idx3-ubyte.gz',
      checksums: { 'gzip sha256': 'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5' },
    },
    'test-labels': {
      name: 't10k-labels-idx1-ubyte.gz',
      checksums: { 'gzip sha256': '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c' },
    },
  },
}
