import { util } from '@tensorflow/tfjs-core'
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import { Activation } from '../generated/operations.ts'
import type { Arguments } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { floatOffsets } from './conv2d.ts'
import { appendFilterGradient, appendInputGradient } from './convolution-gradients.ts'
import { copyVolumes, volumeWindowOf, withPaddedVolumes } from './volume-window.ts'
import type { VolumeWindow } from './volume-window.ts'

/** Convolution of volumes and its two gradients, NDHWC, by the operations of conv2d.ts on planes. */
export const conv3dKernels: NativeKernels = {
  Conv3D: conv3d,
  Conv3DBackpropFilterV2: filterGradient,
  Conv3DBackpropInputV2: inputGradient,
}

/** Appends a command for each volume. The images of the command are the planes of the output. */
function conv3d({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const { x, filter } = inputs as Record<string, TensorInfo>
  const window = areFloats(x, filter) ? volumeWindowOf(x.shape, filter.shape, attrs) : undefined
  if (!window) return undefined
  const { info } = window
  const { outDepth, outHeight, outWidth, outChannels } = info
  const [addressX, addressFilter] = [x, filter].map((tensor) => backend.address(tensor))
  const output = backend.allocate(info.outShape)
  const y = backend.address(output)
  const units = outDepth * outHeight
  withPaddedVolumes(backend, addressX, window, (padded) => {
    for (let b = 0; b < info.batchSize; b++) {
      backend.queue.append.conv2dForward({
        units,
        work: workOf(info) / info.batchSize,
        x: padded + b * window.volumeStride,
        filter: addressFilter,
        bias: 0,
        y: y + b * units * outWidth * outChannels * 4,
        runs: runTable(backend, window),
        runCount: window.runs.length,
        runLength: window.runLength,
        outHeight,
        outWidth,
        outChannels,
        imageStride: window.planeStride,
        rowStride: window.rowStride,
        columnStride: window.columnStride,
        activation: Activation.LINEAR,
      })
    }
  })
  return output
}

function filterGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const { x, dy } = inputs as Record<string, TensorInfo>
  const filterShape = attrs['filterShape'] as number[]
  const window = areFloats(x, dy) ? volumeWindowOf(x.shape, filterShape, attrs) : undefined
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const { info, runs, runLength } = window
  const [addressX, addressDy] = [x, dy].map((tensor) => backend.address(tensor))
  const output = backend.allocate(filterShape)
  withPaddedVolumes(backend, addressX, window, (padded) => {
    appendFilterGradient(backend, {
      work: workOf(info),
      x: padded,
      dy: addressDy,
      dFilter: backend.address(output),
      offsets: backend.table(`offsets ${runs} ${runLength}`, () => floatOffsets(runs, runLength)),
      windowSize: runs.length * runLength,
      ...planesOf(window),
    })
  })
  return output
}

function inputGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const { dy, filter } = inputs as Record<string, TensorInfo>
  const inputShape = attrs['inputShape'] as number[]
  const window = areFloats(dy, filter) ? volumeWindowOf(inputShape, filter.shape, attrs) : undefined
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const [addressDy, addressFilter] = [dy, filter].map((tensor) => backend.address(tensor))
  const output = backend.allocate(inputShape)
  const dx = backend.address(output)
  const copyOut = (padded: number): void => copyVolumes(backend, window, padded + window.corner, dx, 'out')
  appendInputGradient(
    backend,
    {
      work: workOf(window.info),
      dy: addressDy,
      filter: addressFilter,
      dx,
      runs: runTable(backend, window),
      runCount: window.runs.length,
      runLength: window.runLength,
      ...planesOf(window),
    },
    window.isPadded ? copyOut : undefined,
  )
  return output
}

/** The arguments of the operations of both gradients for the planes of volumes. */
function planesOf({
  info,
  volumeStride,
  planeStride,
  rowStride,
  columnStride,
}: VolumeWindow): Pick<Arguments<'conv2dFilterGradient'>, PlaneArgument> {
  return {
    batchSize: info.batchSize,
    planes: info.outDepth,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    imageStride: volumeStride,
    planeStride,
    rowStride,
    columnStride,
  }
}

type PlaneArgument =
  | 'batchSize'
  | 'planes'
  | 'outHeight'
  | 'outWidth'
  | 'outChannels'
  | 'imageStride'
  | 'planeStride'
  | 'rowStride'
  | 'columnStride'

/** The address of a table: the offset of each run from the first float of the window, in bytes. */
function runTable(backend: KernelArguments['backend'], { runs }: VolumeWindow): number {
  return backend.table(`runs ${runs}`, () => runs)
}

/** The multiplications of a convolution, and of each of its gradients. */
function workOf({ outShape, filterShape }: backend_util.Conv3DInfo): number {
  return util.sizeFromShape(outShape) * util.sizeFromShape(filterShape.slice(0, 4))
}
