import { FILTER_UNIT_FLOATS, LANES } from '../generated/operations.ts'
import type { Arguments } from '../generated/operations.ts'
import type { NativeTensors } from '../native/native-tensors.ts'

/**
 * Appends the gradient of a convolution with respect to its filter. The operation needs rows of whole vectors, so other rows
 * are computed in scratch memory and copied.
 *
 * @param args Arguments of the operation; `dFilter` has rows of `outChannels` floats
 */
export function appendFilterGradient(
  backend: NativeTensors,
  { dFilter, ...args }: Omit<Arguments<'conv2dFilterGradient'>, 'units' | 'dFilterStride'>,
): void {
  const { append } = backend.queue
  const { windowSize, outChannels } = args
  const rowBytes = outChannels * 4
  const stride = Math.ceil(outChannels / LANES) * LANES * 4
  const appendTo = (dFilter: number): void => {
    const units = Math.ceil(windowSize / FILTER_UNIT_FLOATS)
    append.conv2dFilterGradient({ ...args, units, dFilter, dFilterStride: stride })
  }
  if (stride === rowBytes) return appendTo(dFilter)
  backend.withScratch(windowSize * stride, (padded) => {
    appendTo(padded)
    append.copyRows({
      units: windowSize,
      work: windowSize * outChannels,
      source: padded,
      target: dFilter,
      rows: 1,
      rowBytes,
      sourceRow: 0,
      targetRow: 0,
      sourceBlock: stride,
      targetBlock: rowBytes,
    })
  })
}

/**
 * Appends the gradient of a convolution with respect to its input.
 *
 * @param args Arguments of the operation; `filter` is not transposed
 * @param copyOut Copies the inside of padded images to `dx`; undefined if the images have no padding
 */
export function appendInputGradient(
  backend: NativeTensors,
  { filter, dx, ...args }: Omit<Arguments<'conv2dInputGradient'>, 'units'> & { readonly batchSize: number },
  copyOut: ((padded: number) => void) | undefined,
): void {
  const { append } = backend.queue
  const { runCount, runLength, outChannels, batchSize, imageStride } = args
  const size = runCount * runLength * outChannels
  backend.withScratch(size * 4, (transposed) => {
    const matrix = { source: filter, target: transposed, rows: runLength, columns: outChannels }
    append.transpose({ units: runCount, work: size, ...matrix })
    const appendTo = (dx: number): void => {
      append.conv2dInputGradient({ ...args, units: batchSize, filter: transposed, dx })
    }
    if (!copyOut) return appendTo(dx)
    backend.withScratch(batchSize * imageStride, (padded) => {
      appendTo(padded)
      copyOut(padded)
    })
  })
}
