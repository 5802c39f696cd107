import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'

/**
 * Mean softmax cross-entropy and its gradient in one pass. This is not a kernel of tfjs: a loss may call it by name when
 * the active backend has it. It takes `logits` [n, classes] and `labels` [n], int32, and returns `[loss, gradient]`,
 * a scalar and [n, classes]. A row with a label outside of 0 to classes − 1 has the loss 0.
 */
export const crossEntropyKernels: NativeKernels = { TunekitCrossEntropy: crossEntropy }

function crossEntropy({ inputs, backend }: KernelArguments): TensorInfo[] {
  const logits = inputs['logits'] as TensorInfo
  const labels = inputs['labels'] as TensorInfo
  const [rows, classes] = logits.shape
  if (
    !areFloats(logits) ||
    logits.shape.length !== 2 ||
    labels.dtype !== 'int32' ||
    !util.arraysEqual(labels.shape, [rows])
  ) {
    throw new TypeError(
      'TunekitCrossEntropy needs logits and a label for each row: expected float32[n,classes] and int32[n], ' +
        `got ${logits.dtype}[${logits.shape}] and ${labels.dtype}[${labels.shape}].`,
    )
  }
  const addresses = { logits: backend.address(logits), labels: backend.address(labels) }
  const loss = backend.allocate([])
  const gradient = backend.allocate(logits.shape)
  const { append } = backend.queue
  backend.withScratch(rows * 4, (losses) => {
    append.crossEntropy({
      units: rows,
      work: 20 * rows * classes, // counts an exponential as 20 operations
      ...addresses,
      losses,
      gradient: backend.address(gradient),
      classes,
      scale: 1 / rows,
    })
    append.sumRows({ units: 1, work: rows, x: losses, y: backend.address(loss), columns: rows, divisor: 1 })
  })
  return [loss, gradient]
}
