import { jit, lax, nn, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax'

/** The parameters of a layer. In jax-js, the channels of a tensor come first. */
type Layer = { weight: np.Array; bias: np.Array }
type Parameters = Record<'conv1' | 'conv2' | 'dense1' | 'dense2' | 'dense3', Layer>

/** The state of a training: parameters, Adam's two moments, and the powers β₁ᵗ and β₂ᵗ. */
export type TrainingState = { parameters: Parameters; m: Parameters; v: Parameters; powers: np.Array }

const [learningRate, beta1, beta2, epsilon, l2] = [3e-4, 0.9, 0.999, 1e-8, 1e-6]

/** Creates the state of an untrained LeNet-5. */
export function createState(): TrainingState {
  const shapes: Record<keyof Parameters, [number[], number[]]> = {
    conv1: [
      [6, 1, 5, 5],
      [6, 1, 1],
    ],
    conv2: [
      [16, 6, 5, 5],
      [16, 1, 1],
    ],
    dense1: [[256, 120], [120]],
    dense2: [[120, 84], [84]],
    dense3: [[84, 10], [10]],
  }
  const make = (scale: number): Parameters =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, [weight, bias]], index) => [
        name,
        { weight: random.normal(random.key(index), weight).mul(scale), bias: np.zeros(bias) },
      ]),
    ) as Parameters
  return { parameters: make(0.1), m: make(0), v: make(0), powers: np.array([1, 1]) }
}

/**
 * Takes one step of Adam with L2, jitted as a whole. Like every function of jax-js, it consumes its arguments.
 *
 * @param images `[n, 1, 28, 28]`
 * @param labels `[n]`, int32
 * @returns The next state and the mean loss before the step
 */
export const step: (state: TrainingState, images: np.Array, labels: np.Array) => [TrainingState, np.Array] =
  jit((state: TrainingState, images: np.Array, labels: np.Array): [TrainingState, np.Array] => {
    const powers = state.powers.mul(np.array([beta1, beta2]))
    const [c1, c2] = [0, 1].map((index) => np.subtract(1, powers.ref.slice(index)))
    const [value, gradients] = valueAndGrad(loss)(tree.ref(state.parameters), images, labels)
    const g = zip((gradient, p) => gradient.add(p.mul(l2)), gradients, tree.ref(state.parameters))
    const m = zip((mean, gradient) => mean.mul(beta1).add(gradient.mul(1 - beta1)), state.m, tree.ref(g))
    const v = zip((mean, gradient) => mean.mul(beta2).add(np.square(gradient).mul(1 - beta2)), state.v, g)
    const deltas = zip(
      (mean, square) =>
        mean
          .div(c1.ref)
          .div(np.sqrt(square.div(c2.ref)).add(epsilon))
          .mul(learningRate),
      tree.ref(m),
      tree.ref(v),
    )
    const parameters = zip((p, delta) => p.sub(delta), state.parameters, deltas)
    c1.dispose()
    c2.dispose()
    return [{ parameters, m, v, powers }, value]
  })

/** Computes the mean cross-entropy. */
function loss(parameters: Parameters, images: np.Array, labels: np.Array): np.Array {
  const logarithms = nn.logSoftmax(logits(parameters, images))
  return logarithms.mul(nn.oneHot(labels, 10)).sum(-1).mean().mul(-1)
}

function logits({ conv1, conv2, dense1, dense2, dense3 }: Parameters, images: np.Array): np.Array {
  const convolve = (x: np.Array, { weight, bias }: Layer): np.Array => {
    const y = nn.relu(lax.convGeneralDilated(x, weight, [1, 1], 'VALID').add(bias))
    return lax.reduceWindow(y, np.max, [2, 2], [2, 2])
  }
  const connect = (x: np.Array, { weight, bias }: Layer): np.Array => np.matmul(x, weight).add(bias)
  const features = convolve(convolve(images, conv1), conv2).reshape([images.shape[0], 256])
  return connect(nn.relu(connect(nn.relu(connect(features, dense1)), dense2)), dense3)
}

function zip(
  combine: (a: np.Array, b: np.Array) => np.Array,
  first: Parameters,
  second: Parameters,
): Parameters {
  return tree.map(combine, first, second) as Parameters
}
