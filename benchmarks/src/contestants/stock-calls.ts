import type { NamedAttrMap } from '@tensorflow/tfjs-core'

/** A call of a kernel that the stock cpu backend also has. */
export interface StockCall {
  readonly name: string
  readonly kernel: string
  /** The shapes of the operands, which are float32. */
  readonly inputs: Readonly<Record<string, number[]>>
  /** The number of segment ids, each below `numSegments`. */
  readonly segmentIds?: number
  readonly attributes: NamedAttrMap
}

const images = [32, 28, 28, 8]
const large = [32, 56, 56, 8]
const channels = [32, 14, 14, 32]
const volumes = [2, 12, 12, 12, 8]
const filter = [3, 3, 3, 8, 16]
const convolved = [2, 12, 12, 12, 16]
const volume = { strides: [1, 1, 1], pad: 'same' }
const response = { depthRadius: 5, bias: 1, alpha: 1, beta: 0.75 }
const resizing = { alignCorners: false, halfPixelCenters: false }

/** The kernel calls of layers that LeNet-5 lacks: forward passes and gradients. */
export const stockCalls: readonly StockCall[] = [
  {
    name: 'embedding of 640 tokens, 800 words × 16: gradient',
    kernel: 'UnsortedSegmentSum',
    inputs: { x: [640, 16] },
    segmentIds: 640,
    attributes: { numSegments: 800 },
  },
  {
    name: 'convolution of volumes, forward',
    kernel: 'Conv3D',
    inputs: { x: volumes, filter },
    attributes: { ...volume, dilations: [1, 1, 1], dataFormat: 'NDHWC' },
  },
  {
    name: 'convolution of volumes, filter gradient',
    kernel: 'Conv3DBackpropFilterV2',
    inputs: { x: volumes, dy: convolved },
    attributes: { ...volume, filterShape: filter },
  },
  {
    name: 'convolution of volumes, input gradient',
    kernel: 'Conv3DBackpropInputV2',
    inputs: { dy: convolved, filter },
    attributes: { ...volume, inputShape: volumes },
  },
  {
    name: 'reflected borders',
    kernel: 'MirrorPad',
    inputs: { x: images },
    attributes: { paddings: [[0, 0], [2, 2], [2, 2], [0, 0]] as never, mode: 'reflect' }, // prettier-ignore
  },
  {
    name: 'local response normalization, forward',
    kernel: 'LRN',
    inputs: { x: channels },
    attributes: response,
  },
  {
    name: 'local response normalization, gradient',
    kernel: 'LRNGrad',
    inputs: { x: channels, y: channels, dy: channels },
    attributes: response,
  },
  { name: 'sine', kernel: 'Sin', inputs: { x: images }, attributes: {} },
  { name: 'error function', kernel: 'Erf', inputs: { x: images }, attributes: {} },
  ...['NearestNeighbor', 'Bilinear'].flatMap((kind): StockCall[] => [
    {
      name: `upsampling, ${kind}, forward`,
      kernel: `Resize${kind}`,
      inputs: { images },
      attributes: { ...resizing, size: [56, 56] },
    },
    {
      name: `upsampling, ${kind}, gradient`,
      kernel: `Resize${kind}Grad`,
      inputs: { images, dy: large },
      attributes: resizing,
    },
  ]),
]
