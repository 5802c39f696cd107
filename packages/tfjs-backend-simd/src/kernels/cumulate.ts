import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { countsOf } from './geometry.ts'

/** Sums and products up to each element along an axis, in float32, as the stock kernels. */
export const cumulateKernels: NativeKernels = { Cumsum: cumulate(0), Cumprod: cumulate(1) }

function cumulate(isProduct: 0 | 1): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const x = inputs['x'] as TensorInfo
    const [axis] = countsOf(attrs['axis'], 1)
    if (!areFloats(x) || axis >= x.shape.length) return undefined
    const n = x.shape[axis]
    const inner = util.sizeFromShape(x.shape.slice(axis + 1))
    const size = util.sizeFromShape(x.shape)
    const address = backend.address(x)
    const output = backend.allocate(x.shape)
    backend.queue.append(
      'cumulate',
      { units: (size / (n * inner)) * Math.ceil(inner / 4), work: size },
      address,
      backend.address(output),
      n,
      inner,
      isProduct,
      attrs['exclusive'] ? 1 : 0,
      attrs['reverse'] ? 1 : 0,
    )
    return output
  }
}
