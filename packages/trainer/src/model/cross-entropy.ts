import {
  add,
  customGrad,
  div,
  engine,
  exp,
  getBackend,
  getKernel,
  log,
  max,
  mul,
  oneHot,
  sub,
  sum,
  type GradSaveFunc,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core'

/**
 * Computes the mean softmax cross-entropy of a batch. It is one op with its own gradient.
 *
 *     L      = −1/n Σᵢ log pᵢ[yᵢ],   log pᵢ = zᵢ − max zᵢ − log Σ exp(zᵢ − max zᵢ)
 *     ∂L/∂zᵢ = (pᵢ − oneHot(yᵢ)) / n
 *
 * Goodfellow, Bengio, Courville, "Deep Learning", 2016, §6.2.2.3: the log-softmax, shifted by the largest logit so that
 * large logits neither overflow nor give log 0. Flux.jl's `logitcrossentropy` of one-hot labels is the same.
 *
 * If the active backend has the kernel `TunekitCrossEntropy`, that kernel computes the same float32 operations in one pass.
 * No gradient has to be registered with TensorFlow.js.
 *
 * @param logits Scores z, [n, classes], two classes or more
 * @param labels Class indices y, [n], int32. An index outside [0, classes) counts as no class; check labels first.
 * @returns The loss L ≥ 0, a scalar
 * @throws {RangeError} If the number of labels differs from the number of rows
 *
 * @example
 * const { value, grads } = variableGrads(() => crossEntropy(model.apply(images), labels))
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  const [size, classes] = logits.shape
  if (labels.shape[0] !== size) {
    throw new RangeError(`\`labels\` must have one class for each of ${size} rows, got ${labels.shape[0]}.`)
  }
  if (getKernel(FUSED, getBackend()) !== undefined) return fusedCrossEntropy(logits, labels)
  const loss = customGrad<Scalar>((_, save) => {
    const shifted = sub(logits, max(logits, 1, true))
    const exponentials = exp(shifted)
    const total = sum(exponentials, 1, true)
    const target = oneHot(labels, classes, -1 / size, 0, 'float32')
    const gradient = add(mul(div(exponentials, total), 1 / size), target)
    ;(save as GradSaveFunc)([gradient])
    return {
      value: sum(mul(target, sub(shifted, log(total)))),
      gradFunc: (dy, [saved]) => mul(saved, dy),
    }
  })
  return loss(logits)
}

/** The kernel that computes the loss and its gradient in one pass: `{ logits, labels }` → `[loss, gradient]`. */
const FUSED = 'TunekitCrossEntropy'

function fusedCrossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  const loss = customGrad<Scalar>((_, save) => {
    const [value, gradient] = engine().runKernel<Tensor[]>(FUSED, { logits, labels })
    ;(save as GradSaveFunc)([gradient])
    return { value: value as Scalar, gradFunc: (dy, [saved]) => mul(saved, dy) }
  })
  return loss(logits)
}
