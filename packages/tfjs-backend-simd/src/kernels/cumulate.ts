import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { LANES } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { countsOf } from './geometry.ts'

/** Sums and products up to each element along an axis, in float32 as in the stock kernels. */
export const cumulateKernels: NativeKernels = { Cumsum: cumulate(false), Cumprod: cumulate(true) }

function cumulate(isProduct: boolean): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const x = inputs['x'] as TensorInfo
    const [axis] = countsOf(attrs['axis'], 1)
    if (!areFloats(x) || axis >= x.shape.length) return undefined
    const rows = x.shape[axis]
    const columns = util.sizeFromShape(x.shape.slice(axis + 1))
    const size = util.sizeFromShape(x.shape)
    const address = backend.address(x)
    const output = backend.allocate(x.shape)
    backend.queue.append.cumulate({
      units: (size / (rows * columns)) * Math.ceil(columns / LANES),
      work: size,
      x: address,
      y: backend.address(output),
      rows,
      columns,
      isProduct,
      isExclusive: Boolean(attrs['exclusive']),
      isReverse: Boolean(attrs['reverse']),
    })
    return output
  }
}
