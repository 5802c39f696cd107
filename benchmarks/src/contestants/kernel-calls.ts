import type { NamedAttrMap } from '@tensorflow/tfjs-core'

/** A call of a tfjs kernel. */
export interface KernelCall {
  readonly name: string
  readonly kernel: string
  /** The shapes of the operands. */
  readonly inputs: Readonly<Record<string, number[]>>
  readonly attributes: NamedAttrMap
  /**
   * The number of floating-point operations, two for each multiply-add. Bias and relu do not count. Multiplications by
   * zero count, although the gradients of a pooled convolution skip them.
   */
  readonly operations: number
}

/** Lists the convolutions and matrix products of a step of LeNet-5 on `batchSize` images, and a large matrix product. */
export function kernelCalls(batchSize: number): KernelCall[] {
  const conv1 = { input: [batchSize, 28, 28, 1], filter: [5, 5, 1, 6], output: [batchSize, 24, 24, 6] }
  const conv2 = { input: [batchSize, 12, 12, 6], filter: [5, 5, 6, 16], output: [batchSize, 8, 8, 16] }
  return [
    convolution('conv1', conv1),
    convolution('conv2', conv2),
    filterGradient('conv1', conv1),
    filterGradient('conv2', conv2),
    inputGradient('conv2', conv2),
    pooledConvolution('conv1', conv1),
    pooledConvolution('conv2', conv2),
    pooledFilterGradient('conv1', conv1),
    pooledFilterGradient('conv2', conv2),
    pooledInputGradient('conv2', conv2),
    ...denseLayer('dense1', batchSize, [256, 120], 'relu'),
    ...denseLayer('dense2', batchSize, [120, 84], 'relu'),
    ...denseLayer('dense3', batchSize, [84, 10], 'linear'),
    product('matmul 512×512×512', [512, 512], [512, 512]),
  ]
}

interface Convolution {
  readonly input: number[]
  readonly filter: number[]
  readonly output: number[]
}

const geometry = { strides: 1, pad: 'valid', dataFormat: 'NHWC' }

function convolution(layer: string, { input, filter, output }: Convolution): KernelCall {
  return {
    name: `${layer}, forward`,
    kernel: 'FusedConv2D',
    inputs: { x: input, filter, bias: filter.slice(3) },
    attributes: { ...geometry, dilations: 1, activation: 'relu' },
    operations: convolutionOperations(filter, output),
  }
}

function filterGradient(layer: string, { input, filter, output }: Convolution): KernelCall {
  return {
    name: `${layer}, filter gradient`,
    kernel: 'Conv2DBackpropFilter',
    inputs: { x: input, dy: output },
    attributes: { ...geometry, filterShape: filter },
    operations: convolutionOperations(filter, output),
  }
}

function inputGradient(layer: string, { input, filter, output }: Convolution): KernelCall {
  return {
    name: `${layer}, input gradient`,
    kernel: 'Conv2DBackpropInput',
    inputs: { dy: output, filter },
    attributes: { ...geometry, inputShape: input },
    operations: convolutionOperations(filter, output),
  }
}

function pooledConvolution(layer: string, convolution: Convolution): KernelCall {
  const { input, filter, output } = convolution
  return {
    name: `${layer} and max-pooling, forward`,
    kernel: 'TunekitConv2DMaxPool',
    inputs: { x: input, filter, bias: filter.slice(3) },
    attributes: { pad: 'valid' },
    operations: convolutionOperations(filter, output),
  }
}

function pooledFilterGradient(layer: string, convolution: Convolution): KernelCall {
  const { input, filter, output } = convolution
  const pooled = pool(output)
  return {
    name: `${layer} and max-pooling, filter gradient`,
    kernel: 'TunekitConv2DMaxPoolBackpropFilter',
    inputs: { x: input, dy: pooled, places: pooled },
    attributes: { pad: 'valid', inputShape: input, filterShape: filter },
    operations: convolutionOperations(filter, output),
  }
}

function pooledInputGradient(layer: string, convolution: Convolution): KernelCall {
  const { input, filter, output } = convolution
  const pooled = pool(output)
  return {
    name: `${layer} and max-pooling, input gradient`,
    kernel: 'TunekitConv2DMaxPoolBackpropInput',
    inputs: { dy: pooled, places: pooled, filter },
    attributes: { pad: 'valid', inputShape: input, filterShape: filter },
    operations: convolutionOperations(filter, output),
  }
}

function pool([images, height, width, channels]: number[]): number[] {
  return [images, height / 2, width / 2, channels]
}

function denseLayer(
  layer: string,
  batchSize: number,
  [inputs, outputs]: [number, number],
  activation: string,
): KernelCall[] {
  const forward = product(`${layer}, forward`, [batchSize, inputs], [inputs, outputs])
  return [
    {
      ...forward,
      kernel: '_FusedMatMul',
      inputs: { ...forward.inputs, bias: [outputs] },
      attributes: { ...forward.attributes, activation },
    },
    product(`${layer}, weight gradient`, [batchSize, inputs], [batchSize, outputs], { transposeA: true }),
    product(`${layer}, input gradient`, [batchSize, outputs], [inputs, outputs], { transposeB: true }),
  ]
}

function product(
  name: string,
  a: [number, number],
  b: [number, number],
  { transposeA = false, transposeB = false } = {},
): KernelCall {
  return {
    name,
    kernel: 'BatchMatMul',
    inputs: { a, b },
    attributes: { transposeA, transposeB },
    operations: 2 * sizeOf(a) * (transposeB ? b[0] : b[1]),
  }
}

/** Counts the operations of a convolution, which uses every weight of the filter at every output position of every image. */
function convolutionOperations(filter: number[], output: number[]): number {
  return 2 * sizeOf(filter) * sizeOf(output.slice(0, 3))
}

/** Returns the number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}
