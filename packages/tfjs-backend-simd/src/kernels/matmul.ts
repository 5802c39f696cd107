import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { epilogueOf } from './epilogue.ts'
import { appendProduct } from './matrix-product.ts'

/** Matrix products, also of batches and transposes, with fused bias and activation. */
export const matmulKernels: NativeKernels = {
  BatchMatMul: matmul,
  _FusedMatMul: matmul,
}

function matmul(args: KernelArguments): TensorInfo | undefined {
  const { inputs, attrs, backend } = args
  const a = inputs['a'] as TensorInfo
  const b = inputs['b'] as TensorInfo
  const transposeA = attrs['transposeA'] as boolean
  const transposeB = attrs['transposeB'] as boolean
  if (!areFloats(a, b) || a.shape.length < 2 || b.shape.length < 2) return undefined
  const [rowsA, columnsA] = a.shape.slice(-2)
  const [rowsB, columnsB] = b.shape.slice(-2)
  const rows = transposeA ? columnsA : rowsA
  const depth = transposeA ? rowsA : columnsA
  const columns = transposeB ? rowsB : columnsB
  if (depth !== (transposeB ? columnsB : rowsB)) return undefined
  const batchA = a.shape.slice(0, -2)
  const batchB = b.shape.slice(0, -2)
  const batch = backend_util.assertAndGetBroadcastShape(batchA, batchB)
  const shape = [...batch, rows, columns]
  const epilogue = epilogueOf(args, shape)
  if (!epilogue) return undefined
  const addressA = backend.address(a)
  const addressB = backend.address(b)
  const output = backend.allocate(shape)
  const y = backend.address(output)
  const { bias, activation } = epilogue
  const product = { rows, columns, depth, transposeA, transposeB, bias, activation }
  const count = util.sizeFromShape(batch)
  if (!transposeA && util.sizeFromShape(batchA) === count && util.sizeFromShape(batchB) === 1) {
    // With one b for all, the batch of a is one matrix of more rows.
    appendProduct(backend, { ...product, rows: count * rows }, { a: addressA, b: addressB, y })
  } else {
    const placesB = placesOf(batchB, batch)
    placesOf(batchA, batch).forEach((placeA, i) => {
      appendProduct(backend, product, {
        a: addressA + placeA * rows * depth * 4,
        b: addressB + placesB[i] * depth * columns * 4,
        y: y + i * rows * columns * 4,
      })
    })
  }
  epilogue.finish(y)
  return output
}

/** Returns for each matrix of a batch of shape `batch` the index of its source in a batch of shape `shape`, which broadcasts to `batch`. */
function placesOf(shape: number[], batch: number[]): number[] {
  const aligned = [...batch.map(() => 1), ...shape].slice(shape.length)
  return batch.reduce<number[]>(
    (places, size, axis) =>
      places.flatMap((place) =>
        Array.from({ length: size }, (_, i) => place * aligned[axis] + (aligned[axis] === 1 ? 0 : i)),
      ),
    [0],
  )
}
