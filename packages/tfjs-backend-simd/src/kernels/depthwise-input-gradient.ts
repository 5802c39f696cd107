import type { backend_util } from '@tensorflow/tfjs-core'
import { Activation } from '../generated/operations.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { padImages, withPadded } from './padded-images.ts'

/**
 * Appends the gradient of a depthwise convolution with respect to its input, which has the channels of the output.
 *
 * Places of dx whose index divided by the stride has the same remainder are covered by the same taps. They form a phase, which
 * is a depthwise convolution of dy (with a border of zeros) with stride 1. Along one axis, with the stride s, the remainder r and
 * the padding `top`:
 *
 *     dx[r + s·k] = Σ over taps t with (r + top − t·dilation) divisible by s of dy[k + (r + top − t·dilation) / s] · w[t]
 */
export function appendDepthwiseInputGradient(
  backend: NativeTensors,
  info: backend_util.Conv2DInfo,
  { dy, filter, dx }: { readonly dy: number; readonly filter: number; readonly dx: number },
): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, outChannels, filterWidth, padInfo } = info
  const rows = phasesOf(
    inHeight,
    outHeight,
    info.filterHeight,
    info.strideHeight,
    info.dilationHeight,
    padInfo.top,
  )
  const columns = phasesOf(inWidth, outWidth, filterWidth, info.strideWidth, info.dilationWidth, padInfo.left)
  const images = padImages([batchSize, outHeight, outWidth, outChannels], {
    top: rows.before,
    left: columns.before,
    paddedHeight: rows.padded,
    paddedWidth: columns.padded,
  })
  const { pixelBytes, paddedWidth, imageStride } = images
  const phases = rows.phases.flatMap((row) => columns.phases.map((column) => ({ row, column })))
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = info
  const key = [
    [inHeight, outHeight, info.filterHeight, strideHeight, dilationHeight, padInfo.top],
    [inWidth, outWidth, filterWidth, strideWidth, dilationWidth, padInfo.left, outChannels],
  ].join()
  const tapsOfPhases = phases.map(({ row, column }) =>
    row.taps.flatMap((y) =>
      column.taps.map((x) => [
        ((rows.before + y.shift) * paddedWidth + columns.before + x.shift) * pixelBytes,
        (y.tap * filterWidth + x.tap) * pixelBytes,
      ]),
    ),
  )
  let taps = backend.table(`depthwise input ${key}`, () => tapsOfPhases.flat(2))
  withPadded(backend, dy, images, (image) => {
    phases.forEach(({ row, column }, i) => {
      const tapCount = tapsOfPhases[i].length
      backend.queue.append.depthwise({
        units: batchSize * row.length,
        work: batchSize * row.length * column.length * outChannels * (tapCount + 1),
        x: image,
        filter,
        bias: 0,
        y: dx + (row.remainder * inWidth + column.remainder) * pixelBytes,
        taps: tapCount > 0 ? taps : 0,
        tapCount,
        outHeight: row.length,
        outWidth: column.length,
        channels: outChannels,
        imageStride,
        rowStride: paddedWidth * pixelBytes,
        columnStride: pixelBytes,
        yImageStride: inHeight * inWidth * pixelBytes,
        yRowStride: strideHeight * inWidth * pixelBytes,
        yColumnStride: strideWidth * pixelBytes,
        activation: Activation.LINEAR,
      })
      taps += tapCount * 8
    })
  })
}

/** Along one axis: the places of dx with one remainder, and the taps that cover them. */
interface Phase {
  readonly remainder: number
  /** The number of places. */
  readonly length: number
  /** `shift` is the index in dy that the tap reads for the first place. */
  readonly taps: readonly { readonly tap: number; readonly shift: number }[]
}

/** The phases of one axis, the number of zeros that dy needs before its first element, and its size with all zeros. */
function phasesOf(
  inSize: number,
  outSize: number,
  filterSize: number,
  stride: number,
  dilation: number,
  pad: number,
): { phases: Phase[]; before: number; padded: number } {
  const phases = Array.from({ length: Math.min(stride, inSize) }, (_, remainder) => ({
    remainder,
    length: Math.ceil((inSize - remainder) / stride),
    taps: Array.from({ length: filterSize }, (_, tap) => ({
      tap,
      shift: (remainder + pad - tap * dilation) / stride,
    })).filter(({ shift }) => Number.isInteger(shift)),
  }))
  const firsts = phases.flatMap(({ taps }) => taps.map(({ shift }) => shift))
  const ends = phases.flatMap(({ taps, length }) => taps.map(({ shift }) => shift + length))
  const before = Math.max(0, -Math.min(0, ...firsts))
  return { phases, before, padded: before + Math.max(outSize, ...ends) }
}
