import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { areNative, areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { wordOf } from './fill.ts'
import { axisOf, countsOf } from './geometry.ts'

/** Kernels that take tensors of indices. */
export const gatherKernels: NativeKernels = {
  GatherV2: gather,
  OneHot: oneHot,
  UnsortedSegmentSum: unsortedSegmentSum,
}

function gather({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const indices = inputs['indices'] as TensorInfo
  if (!areNative(x) || x.dtype === 'bool' || !areNative(indices) || indices.dtype !== 'int32')
    return undefined
  const axis = axisOf(attrs['axis'], x.shape)
  const [batchDims] = countsOf(attrs['batchDims'] ?? 0, 1)
  const size = x.shape[axis]
  // A replay does not check indices: an index outside of x gives the nearest index inside.
  for (const index of backend.valuesOf(indices) as TypedArray) {
    util.assert(
      index >= 0 && index < size,
      () => `GatherV2: the index value ${index} is not in [0, ${size - 1}]`,
    )
  }
  const { batchSize, outerSize, sliceSize, outputShape } = backend_util.segment_util.collectGatherOpShapeInfo(
    x as never,
    indices as never,
    axis,
    batchDims,
  )
  const addressX = backend.address(x)
  const addressIndices = backend.address(indices)
  const output = backend.allocate(outputShape, x.dtype as NativeType)
  const count = util.sizeFromShape(indices.shape) / batchSize
  const slices = batchSize * outerSize * count
  backend.queue.append.gather({
    units: slices,
    work: slices * sliceSize,
    x: addressX,
    indices: addressIndices,
    y: backend.address(output),
    outerSize,
    indexCount: count,
    axisSize: size,
    sliceBytes: sliceSize * 4,
  })
  return output
}

function oneHot({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const indices = inputs['indices'] as TensorInfo
  const dtype = attrs['dtype'] as NativeType
  const [depth] = countsOf(attrs['depth'], 1)
  if (!areNative(indices) || indices.dtype !== 'int32' || (dtype !== 'int32' && dtype !== 'float32')) {
    return undefined
  }
  const address = backend.address(indices)
  const output = backend.allocate([...indices.shape, depth], dtype)
  const units = util.sizeFromShape(indices.shape)
  backend.queue.append.oneHot({
    units,
    work: units * depth,
    indices: address,
    y: backend.address(output),
    depth,
    on: wordOf(dtype, attrs['onValue'] as number),
    off: wordOf(dtype, attrs['offValue'] as number),
  })
  return output
}

/** The gradient of `gather`. An id outside of 0 to `numSegments` − 1 belongs to no segment, as on the cpu backend. */
function unsortedSegmentSum({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const ids = inputs['segmentIds'] as TensorInfo
  const [segments] = countsOf(attrs['numSegments'], 1)
  const [count, ...row] = x.shape
  const isPlain =
    areFloats(x) && ids.dtype === 'int32' && util.arraysEqual(ids.shape, [count]) && segments > 0
  if (!isPlain) return undefined
  const [addressX, addressIds] = [backend.address(x), backend.address(ids)]
  const output = backend.allocate([segments, ...row])
  const y = backend.address(output)
  const columns = util.sizeFromShape(row)
  const { append } = backend.queue
  backend.withScratch((segments + 2 + count) * 4, (starts) => {
    const positions = starts + (segments + 2) * 4
    const lists = { starts, positions }
    append.listSegments({ units: 1, work: 2 * count + segments, ids: addressIds, ...lists, count, segments })
    append.sumSegments({
      units: segments,
      work: (count + segments) * columns,
      x: addressX,
      ...lists,
      y,
      columns,
    })
  })
  return output
}
