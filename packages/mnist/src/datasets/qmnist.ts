import type { DatasetInfo } from './dataset-info.ts'

/**
 * QMNIST (arXiv:1905.10498): MNIST rebuilt from its source with all 60,000 test images, of which the first 10,000 are MNIST's. A
 * label row has the class in column 0, then the writer and other data.
 */
export const qmnist: DatasetInfo = {
  name: 'qmnist',
  classNames: Array.from('0123456789'),
  mirrors: ['https://raw.githubusercontent.com/facebookresearch/qmnist/master/'],
  files: {
    'train-images': {
      name: 'qmnist-train-images-idx3-ubyte.gz',
      checksums: { 'gzip md5': 'ed72d4157d28c017586c42bc6afe6370' },
    },
    'train-labels': {
      name: 'qmnist-train-labels-idx2-int.gz',
      checksums: { 'gzip sha256': '2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f' },
    },
    'test-images': {
      name: 'qmnist-test-images-idx3-ubyte.gz',
      checksums: { 'gzip md5': '1394631089c404de565df7b7aeaf9412' },
    },
    'test-labels': {
      name: 'qmnist-test-labels-idx2-int.gz',
      checksums: { 'gzip sha256': '9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06' },
    },
  },
}
