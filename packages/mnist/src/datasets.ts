import { emnist } from './datasets/emnist.ts'
import { fashionMnist } from './datasets/fashion-mnist.ts'
import { kmnist } from './datasets/kmnist.ts'
import { mnist } from './datasets/mnist.ts'
import { qmnist } from './datasets/qmnist.ts'
import type { DatasetFacts } from './dataset-facts.ts'
import type { EmnistSplit } from './datasets/emnist.ts'

/** The datasets that are known by name. */
export type DatasetName = 'mnist' | 'fashion-mnist' | 'kmnist' | 'qmnist' | `emnist-${EmnistSplit}`

/**
 * Facts about the known datasets: class names, mirrors, checksums.
 *
 * @example
 * datasets['fashion-mnist'].classNames[9] // 'Ankle boot'
 */
export const datasets: Readonly<Record<DatasetName, DatasetFacts>> = {
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
