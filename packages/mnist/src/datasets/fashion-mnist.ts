import type { DatasetInfo } from './dataset-info.ts'

/** Fashion-MNIST (arXiv:1708.07747): Zalando's articles of clothing, 60,000 and 10,000 images of 28×28. */
export const fashionMnist: DatasetInfo = {
  name: 'fashion-mnist',
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  mirrors: [
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
  ],
  files: {
    'train-images': {
      name: 'train-images-idx3-ubyte.gz',
      checksums: { 'raw sha256': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888' },
    },
    'train-labels': {
      name: 'train-labels-idx1-ubyte.gz',
      checksums: { 'raw sha256': 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9' },
    },
    'test-images': {
      name: 't10k-images-idx3-ubyte.gz',
      checksums: { 'raw sha256': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b' },
    },
    'test-labels': {
      name: 't10k-labels-idx1-ubyte.gz',
      checksums: { 'raw sha256': '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34' },
    },
  },
}
