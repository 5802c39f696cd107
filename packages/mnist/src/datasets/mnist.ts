import type { DatasetInfo } from './dataset-info.ts'

/** MNIST (LeCun, Cortes and Burges): handwritten digits, 60,000 and 10,000 images of 28×28. */
export const mnist: DatasetInfo = {
  name: 'mnist',
  classNames: Array.from('0123456789'),
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'http://yann.lecun.com/exdb/mnist/',
  ],
  files: {
    'train-images': {
      name: 'train-images-idx3-ubyte.gz',
      checksums: { 'raw sha256': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db' },
    },
    'train-labels': {
      name: 'train-labels-idx1-ubyte.gz',
      checksums: { 'raw sha256': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5' },
    },
    'test-images': {
      name: 't10k-images-idx3-ubyte.gz',
      checksums: { 'raw sha256': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7' },
    },
    'test-labels': {
      name: 't10k-labels-idx1-ubyte.gz',
      checksums: { 'raw sha256': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2' },
    },
  },
}
