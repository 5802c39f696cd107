import { backend_util } from '@tensorflow/tfjs-core'
import type { KernelArguments } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { copyStrided } from './copy-strided.ts'
import { countsOf } from './geometry.ts'
import { appendZeros } from './padded-images.ts'

/** How a convolution of volumes walks its (padded) input. All strides and offsets are in bytes. */
export interface VolumeWindow {
  readonly info: backend_util.Conv3DInfo
  /** The offset of each run of contiguous floats in the window, in the order of the filter. */
  readonly runs: readonly number[]
  /** The number of floats in a run. */
  readonly runLength: number
  readonly isPadded: boolean
  /** The depth, height, and floats of a row: of a volume, and of a volume with its border. */
  readonly size: readonly [number, number, number]
  readonly paddedSize: readonly [number, number, number]
  /** The offset of a volume's first float in the padded volume. */
  readonly corner: number
  /** The bytes from one padded volume to the next. */
  readonly volumeStride: number
  /** The bytes from one plane, row or column of positions to the next. */
  readonly planeStride: number
  readonly rowStride: number
  readonly columnStride: number
}

/** The window of a convolution of volumes; undefined for other layouts and for empty tensors, which are left to the stock kernels. */
export function volumeWindowOf(
  inputShape: number[],
  filterShape: number[],
  attrs: KernelArguments['attrs'],
): VolumeWindow | undefined {
  const isPlain = inputShape.length === 5 && filterShape.length === 5 && filterShape[3] === inputShape[4]
  if (!isPlain || (attrs['dataFormat'] ?? 'NDHWC') !== 'NDHWC') return undefined
  const info = backend_util.computeConv3DInfo(
    inputShape as [number, number, number, number, number],
    filterShape as [number, number, number, number, number],
    attrs['strides'] as number,
    (attrs['dilations'] as number | undefined) ?? 1,
    attrs['pad'] as 'same',
  )
  if (!hasElements(info)) return undefined
  const { front, top, left } = info.padInfo
  const pixelBytes = info.inChannels * 4
  const paddedOf = (before: number, size: number, outSize: number, stride: number, window: number): number =>
    Math.max(before + size, (outSize - 1) * stride + window)
  const depth = paddedOf(front, info.inDepth, info.outDepth, info.strideDepth, info.effectiveFilterDepth)
  const height = paddedOf(top, info.inHeight, info.outHeight, info.strideHeight, info.effectiveFilterHeight)
  const width = paddedOf(left, info.inWidth, info.outWidth, info.strideWidth, info.effectiveFilterWidth)
  const row = width * pixelBytes
  const plane = height * row
  const isDense = info.dilationWidth === 1
  const columns = isDense ? [0] : steps(info.filterWidth, info.dilationWidth * pixelBytes)
  return {
    info,
    runs: steps(info.filterDepth, info.dilationDepth * plane).flatMap((inDepth) =>
      steps(info.filterHeight, info.dilationHeight * row).flatMap((inRow) =>
        columns.map((inColumn) => inDepth + inRow + inColumn),
      ),
    ),
    runLength: isDense ? info.filterWidth * info.inChannels : info.inChannels,
    isPadded: depth !== info.inDepth || height !== info.inHeight || width !== info.inWidth,
    size: [info.inDepth, info.inHeight, info.inWidth * info.inChannels],
    paddedSize: [depth, height, width * info.inChannels],
    corner: front * plane + top * row + left * pixelBytes,
    volumeStride: depth * plane,
    planeStride: info.strideDepth * plane,
    rowStride: info.strideHeight * row,
    columnStride: info.strideWidth * pixelBytes,
  }
}

/** Calls `use` with the address of the volumes, or of a copy with borders of zeros if the window needs borders. */
export function withPaddedVolumes(
  backend: NativeTensors,
  address: number,
  window: VolumeWindow,
  use: (address: number) => void,
): void {
  if (!window.isPadded) return use(address)
  const size = window.info.batchSize * window.volumeStride
  backend.withScratch(size, (padded) => {
    appendZeros(backend, padded, size)
    copyVolumes(backend, window, address, padded + window.corner, 'in')
    use(padded)
  })
}

/** Copies volumes into padded volumes (`in`), or out of them. */
export function copyVolumes(
  backend: NativeTensors,
  { info, size, paddedSize }: VolumeWindow,
  from: number,
  to: number,
  direction: 'in' | 'out',
): void {
  const strides = [size, paddedSize].map(([depth, height, row]) => [
    depth * height * row,
    height * row,
    row,
    1,
  ])
  const [sources, targets] = direction === 'in' ? strides : strides.toReversed()
  const dimensions = [info.batchSize, ...size].map((size, i) => {
    return { size, source: sources[i] * 4, target: targets[i] * 4 }
  })
  copyStrided(backend, from, to, 4, dimensions)
}

/**
 * Whether no tensor is empty.
 *
 * @throws {UncoveredCall} If a size or border is not a count
 */
function hasElements({ inShape, filterShape, outShape, padInfo, ...info }: backend_util.Conv3DInfo): boolean {
  const { strideDepth, strideHeight, strideWidth, dilationDepth, dilationHeight, dilationWidth } = info
  const steps = [strideDepth, strideHeight, strideWidth, dilationDepth, dilationHeight, dilationWidth]
  const sizes = [...inShape, ...filterShape, ...outShape, ...steps]
  countsOf([...sizes, padInfo.front, padInfo.top, padInfo.left])
  return !sizes.includes(0)
}

function steps(count: number, step: number): number[] {
  return Array.from({ length: count }, (_, i) => i * step)
}
