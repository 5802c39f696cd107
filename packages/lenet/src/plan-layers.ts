import type { LeNet5Config } from './resolve-options.ts'

/** One layer of a model, for summaries. */
export interface LayerSummary {
  /** The name: `conv1`, `pool1`, `conv2`, `pool2`, `flatten`, `dense1`, `dense2` or `dense3`. */
  readonly name: string
  /** The operation as text: `convolution 5×5, relu`. */
  readonly operation: string
  /** The shape of the output for one image: `[24, 24, 6]`. */
  readonly outputShape: readonly number[]
  /** The shape of the weight; `null` if the layer has none. The bias has the length of the last size. */
  readonly weightShape: readonly number[] | null
  /** The number of parameters: weight and bias. */
  readonly parameters: number
}

/**
 * Computes the shapes of all layers of a network.
 *
 * @throws {RangeError} If the window of a layer is larger than its input
 */
export function planLayers(config: LeNet5Config): readonly LayerSummary[] {
  const { inputShape, classes, filters, units, activation } = config
  const conv1 = convolution('conv1', inputShape, filters[0], config)
  const pool1 = pooling('pool1', conv1.outputShape, config)
  const conv2 = convolution('conv2', pool1.outputShape, filters[1], config)
  const pool2 = pooling('pool2', conv2.outputShape, config)
  const features = product(pool2.outputShape)
  const flatten = layer('flatten', 'one row of features', [features])
  return [
    conv1,
    pool1,
    conv2,
    pool2,
    flatten,
    layer('dense1', `fully connected, ${activation}`, [units[0]], [features, units[0]]),
    layer('dense2', `fully connected, ${activation}`, [units[1]], [units[0], units[1]]),
    layer('dense3', 'fully connected', [classes], [units[1], classes]),
  ]
}

/** Returns the shapes of all weights and biases by name, in canonical order. */
export function parameterShapes(
  layers: readonly LayerSummary[],
): Readonly<Record<string, readonly number[]>> {
  const shapes = layers.flatMap(({ name, weightShape }) =>
    weightShape === null
      ? []
      : [
          [`${name}.weight`, weightShape],
          [`${name}.bias`, weightShape.slice(-1)],
        ],
  )
  return Object.fromEntries(shapes)
}

function convolution(
  name: string,
  input: readonly number[],
  filters: number,
  config: LeNet5Config,
): LayerSummary {
  const { kernelSize, padding, activation } = config
  const [height, width, channels] = input
  const shrink = padding === 'same' ? 0 : kernelSize - 1
  if (Math.min(height, width) <= shrink) {
    throw doesNotFit(name, `${kernelSize}×${kernelSize} kernel`, input, config)
  }
  return layer(
    name,
    `convolution ${kernelSize}×${kernelSize}, ${activation}`,
    [height - shrink, width - shrink, filters],
    [kernelSize, kernelSize, channels, filters],
  )
}

function pooling(name: string, input: readonly number[], config: LeNet5Config): LayerSummary {
  const [height, width, channels] = input
  if (Math.min(height, width) < 2) throw doesNotFit(name, '2×2 window', input, config)
  return layer(name, `${config.pooling} pooling 2×2`, [
    Math.floor(height / 2),
    Math.floor(width / 2),
    channels,
  ])
}

function layer(
  name: string,
  operation: string,
  outputShape: readonly number[],
  weightShape: readonly number[] | null = null,
): LayerSummary {
  const parameters = weightShape === null ? 0 : product(weightShape) + weightShape[weightShape.length - 1]
  return { name, operation, outputShape, weightShape, parameters }
}

function doesNotFit(
  name: string,
  window: string,
  input: readonly number[],
  config: LeNet5Config,
): RangeError {
  const { kernelSize, padding, inputShape } = config
  const [height, width] = inputShape
  // A side survives both convolutions and both poolings when ((side − k + 1) / 2 − k + 1) / 2 ≥ 1.
  const smallestSide = padding === 'same' ? 4 : 3 * kernelSize + 1
  const largestKernel = Math.floor((Math.min(height, width) - 1) / 3)
  const remedies = [
    `images of at least ${smallestSide}×${smallestSide}`,
    ...(padding === 'valid' && largestKernel > 0 ? [`a \`kernelSize\` of at most ${largestKernel}`] : []),
    ...(padding === 'valid' && Math.min(height, width) >= 4 ? ["`padding: 'same'`"] : []),
  ]
  return new RangeError(
    `Layer ${name} does not fit \`inputShape\` ${inputShape.join('×')}: ` +
      `expected an input that its ${window} fits in, got ${input[0]}×${input[1]}. Use ${remedies.join(' or ')}.`,
  )
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((result, size) => result * size, 1)
}
