import { buildLeNet5 } from './build-lenet5.ts'
import type { LeNet5 } from './build-lenet5.ts'
import { glorotUniform } from './glorot-uniform.ts'
import { resolveOptions } from './resolve-options.ts'
import type { LeNet5Options } from './resolve-options.ts'

/**
 * Creates a LeNet-5 with new weights: Glorot-uniform weights and zero biases.
 *
 *     convolution → activation → 2×2 pooling → convolution → activation → 2×2 pooling
 *       → dense → activation → dense → activation → dense → logits
 *
 * The defaults are the network of Flux.jl's model zoo, with 44,426 parameters for 28×28×1 images. Each variable has its own
 * random stream, seeded by `seed` and the variable's name, so changing the size of one layer does not change the initial weights
 * of other layers.
 *
 * After LeCun et al., "Gradient-Based Learning Applied to Document Recognition", Proc. IEEE 1998, section II.B.
 * Differs from the paper: relu, max-pooling without coefficients, a second convolution that uses all maps of the first, and
 * plain logits instead of distances to class prototypes.
 *
 * @throws {RangeError} If the value of an option is not allowed, or the window of a layer is larger than its input
 *
 * @example
 * const model = createLeNet5({ seed: 42 })
 * console.log(model.summary())
 * const logits = model.apply(images) // [n, 28, 28, 1] → [n, 10]
 */
export function createLeNet5(options: LeNet5Options = {}): LeNet5 {
  const config = resolveOptions(options)
  return buildLeNet5(config, (name, shape) =>
    name.endsWith('.bias') ? new Float32Array(shape[0]) : glorotUniform(shape, `${config.seed}/${name}`),
  )
}
