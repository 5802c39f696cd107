import { util } from '@tensorflow/tfjs-core'
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { compactRows } from './compact-rows.ts'
import { volumeWindowOf, withPaddedVolumes, copyVolumes } from './volume-window.ts'
import type { VolumeWindow } from './volume-window.ts'

/** Convolution of volumes and its two gradients, NDHWC, by the operations of conv2d.ts on planes. */
export const conv3dKernels: NativeKernels = {
  Conv3D: conv3d,
  Conv3DBackpropFilterV2: filterGradient,
  Conv3DBackpropInputV2: inputGradient,
}

/** Each image of the operation is a plane of the output; there is a command for each volume. */
function conv3d({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const filter = inputs['filter'] as TensorInfo
  const window = areFloats(x, filter) ? volumeWindowOf(x.shape, filter.shape, attrs) : undefined
  if (!window) return undefined
  const { info } = window
  const { outDepth, outHeight, outWidth, outChannels } = info
  const [addressX, addressFilter] = [x, filter].map((tensor) => backend.address(tensor))
  const output = backend.allocate(info.outShape)
  const y = backend.address(output)
  const share = { units: outDepth * outHeight, work: workOf(info) / info.batchSize }
  withPaddedVolumes(backend, addressX, window, (padded) => {
    for (let b = 0; b < info.batchSize; b++) {
      backend.queue.append(
        'conv2dForward',
        share,
        padded + b * window.volumeStride,
        addressFilter,
        0,
        y + b * share.units * outWidth * outChannels * 4,
        runTable(backend, window),
        window.runs.length,
        window.run,
        outHeight,
        outWidth,
        outChannels,
        window.planeStride,
        window.rowStride,
        window.columnStride,
        0,
      )
    }
  })
  return output
}

function filterGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  const filterShape = attrs['filterShape'] as number[]
  const window = areFloats(x, dy) ? volumeWindowOf(x.shape, filterShape, attrs) : undefined
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const { info } = window
  const channelBytes = info.outChannels * 4
  const stride = Math.ceil(info.outChannels / 4) * 16
  const tapCount = window.runs.length * window.run
  const [addressX, addressDy] = [x, dy].map((tensor) => backend.address(tensor))
  const output = backend.allocate(filterShape)
  const target = backend.address(output)
  withPaddedVolumes(backend, addressX, window, (padded) => {
    const run = (to: number): void => {
      backend.queue.append(
        'conv2dFilterGradient',
        { units: Math.ceil(tapCount / 4), work: workOf(info) },
        padded,
        addressDy,
        to,
        stride,
        backend.table(`taps ${window.runs} ${window.run}`, () => tapsOf(window)),
        tapCount,
        info.batchSize,
        info.outDepth,
        info.outHeight,
        info.outWidth,
        info.outChannels,
        window.volumeStride,
        window.planeStride,
        window.rowStride,
        window.columnStride,
      )
    }
    if (stride === channelBytes) return run(target)
    backend.withScratch(tapCount * stride, (sparse) => {
      run(sparse)
      compactRows(backend, sparse, target, tapCount, stride, channelBytes)
    })
  })
  return output
}

function inputGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const dy = inputs['dy'] as TensorInfo
  const filter = inputs['filter'] as TensorInfo
  const inputShape = attrs['inputShape'] as number[]
  const window = areFloats(dy, filter) ? volumeWindowOf(inputShape, filter.shape, attrs) : undefined
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const { info } = window
  const size = util.sizeFromShape(filter.shape)
  const [addressDy, addressFilter] = [dy, filter].map((tensor) => backend.address(tensor))
  const output = backend.allocate(inputShape)
  const target = backend.address(output)
  backend.withScratch(size * 4, (transposed) => {
    const share = { units: window.runs.length, work: size }
    backend.queue.append('transpose', share, addressFilter, transposed, window.run, info.outChannels)
    const run = (dx: number): void => {
      backend.queue.append(
        'conv2dInputGradient',
        { units: info.batchSize, work: workOf(info) },
        addressDy,
        transposed,
        dx,
        runTable(backend, window),
        window.runs.length,
        window.run,
        info.outDepth,
        info.outHeight,
        info.outWidth,
        info.outChannels,
        window.volumeStride,
        window.planeStride,
        window.rowStride,
        window.columnStride,
      )
    }
    if (!window.isPadded) return run(target)
    backend.withScratch(info.batchSize * window.volumeStride, (padded) => {
      run(padded)
      copyVolumes(backend, window, padded + window.corner, target, 'out')
    })
  })
  return output
}

/** Offset of each run from the window's first float. */
function runTable(backend: KernelArguments['backend'], { runs }: VolumeWindow): number {
  return backend.table(`runs ${runs}`, () => runs)
}

/** Offset of each float from the window's first. */
function tapsOf({ runs, run }: VolumeWindow): number[] {
  return runs.flatMap((offset) => Array.from({ length: run }, (_, i) => offset + i * 4))
}

/** Multiplications of a convolution, and of each of its gradients. */
function workOf({ outShape, filterShape }: backend_util.Conv3DInfo): number {
  return util.sizeFromShape(outShape) * util.sizeFromShape(filterShape.slice(0, 4))
}
