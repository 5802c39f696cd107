import { activations } from './layers/activations.ts'
import type { Activation } from './layers/activations.ts'

/** The options of a LeNet-5. The defaults are the network for MNIST. */
export interface LeNet5Options {
  /** The height, width and channels of an image. Default `[28, 28, 1]`. */
  inputShape?: readonly [height: number, width: number, channels: number]
  /** The number of classes, which is the length of a row of logits. Default 10. */
  classes?: number
  /** The output channels of the two convolutions. Default `[6, 16]`. */
  filters?: readonly [conv1: number, conv2: number]
  /** The side of the square kernels of both convolutions, in pixels. Default 5. */
  kernelSize?: number
  /** The numbers of outputs of the two hidden dense layers. Default `[120, 84]`. */
  units?: readonly [dense1: number, dense2: number]
  /**
   * The activation after every layer except the last. Default `relu`. The last bits of `tanh` and `sigmoid` may differ between
   * JavaScript engines, because `Math.exp` differs.
   */
  activation?: Activation
  /** Whether the two pooling layers take the maximum or the mean of each 2×2 window. Default `max`. */
  pooling?: 'max' | 'average'
  /** Whether convolutions shrink the image by `kernelSize` − 1 (`valid`) or keep its size (`same`). Default `valid`. */
  padding?: 'valid' | 'same'
  /** An integer. Equal seeds and shapes give equal initial weights, bit for bit. Default 0. */
  seed?: number
}

/** All options of a model, with defaults filled in. */
export type LeNet5Config = Readonly<Required<LeNet5Options>>

/**
 * Fills in the defaults and checks each option by itself. `planLayers` checks whether the options fit together.
 *
 * @throws {RangeError} If the value of an option is not allowed
 */
export function resolveOptions(options: LeNet5Options = {}): LeNet5Config {
  const {
    inputShape = [28, 28, 1],
    classes = 10,
    filters = [6, 16],
    kernelSize = 5,
    units = [120, 84],
    activation = 'relu',
    pooling = 'max',
    padding = 'valid',
    seed = 0,
  } = options
  checkSizes('inputShape', inputShape, 3)
  checkSize('classes', classes)
  checkSizes('filters', filters, 2)
  checkSize('kernelSize', kernelSize)
  checkSizes('units', units, 2)
  checkChoice('activation', activation, Object.keys(activations))
  checkChoice('pooling', pooling, ['max', 'average'])
  checkChoice('padding', padding, ['valid', 'same'])
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`\`seed\` must be an integer, got ${seed}.`)
  }
  return {
    inputShape: [...inputShape],
    classes,
    filters: [...filters],
    kernelSize,
    units: [...units],
    activation,
    pooling,
    padding,
    seed,
  }
}

function checkSize(option: string, size: number): void {
  if (!isPositiveInteger(size)) {
    throw new RangeError(`\`${option}\` must be a positive integer, got ${JSON.stringify(size)}.`)
  }
}

function checkSizes(option: string, sizes: readonly number[], length: number): void {
  if (!Array.isArray(sizes) || sizes.length !== length || !sizes.every(isPositiveInteger)) {
    throw new RangeError(`\`${option}\` must be ${length} positive integers, got ${JSON.stringify(sizes)}.`)
  }
}

function isPositiveInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}

function checkChoice(option: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    throw new RangeError(`\`${option}\` must be one of ${choices.join(', ')}; got ${JSON.stringify(value)}.`)
  }
}
