import { add, div, matMul, maximum, mul, sqrt, square, sum } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

/**
 * Moves the singular values of a matrix close to 1 and keeps its singular vectors, with Newton-Schulz iterations.
 *
 *     X ← X / ‖X‖
 *     X ← 3.4445 X − 4.775 (X Xᵀ) X + 2.0315 (X Xᵀ)² X
 *
 * These coefficients raise small singular values fastest. After five iterations, all singular values that were above
 * 0.002 of the norm are between 0.68 and 1.21. Because (X Xᵀ) X = X (Xᵀ X), only the smaller of the two square matrices
 * is computed.
 *
 * Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024, https://kellerjordan.github.io/posts/muon.
 * Differs from both the article and torch: float32, not bfloat16.
 */
export function orthogonalize(matrix: Tensor2D, iterations: number): Tensor2D {
  const [rows, columns] = matrix.shape
  const isTall = rows > columns
  const norm = sqrt(sum(square(matrix)))
  let x: Tensor2D = div(matrix, maximum(norm, 1e-7))
  for (let iteration = 0; iteration < iterations; iteration++) {
    const gram = isTall ? matMul(x, x, true, false) : matMul(x, x, false, true)
    const factor: Tensor2D = add(mul(gram, -4.775), mul(matMul(gram, gram), 2.0315))
    x = add(mul(x, 3.4445), isTall ? matMul(x, factor) : matMul(factor, x))
  }
  return x
}
