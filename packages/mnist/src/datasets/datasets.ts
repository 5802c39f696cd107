import { emnist } from './emnist.ts'
import { fashionMnist } from './fashion-mnist.ts'
import { kmnist } from './kmnist.ts'
import { mnist } from './mnist.ts'
import { qmnist } from './qmnist.ts'
import type { DatasetInfo } from './dataset-info.ts'
import type { EmnistSplit } from './emnist.ts'

/** The name of a known dataset. */
export type DatasetName = 'mnist' | 'fashion-mnist' | 'kmnist' | 'qmnist' | `emnist-${EmnistSplit}`

/**
 * The known datasets by name: class names, mirrors and checksums.
 *
 * @example
 * datasets['fashion-mnist'].classNames[9] // 'Ankle boot'
 */
export const datasets: Readonly<Record<DatasetName, DatasetInfo>> = {
  mnist,
  'fashion-mnist': fashionMnist,
  kmnist,
  'emnist-balanced': emnist('balanced'),
  'emnist-byclass': emnist('byclass'),
  'emnist-bymerge': emnist('bymerge'),
  'emnist-digits': emnist('digits'),
  'emnist-letters': emnist('letters'),
  'emnist-mnist': emnist('mnist'),
  qmnist,
}
