import { argMax, dispose, engine, softmax, tensor, tidy, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import { formatSummary } from './format-summary.ts'
import { activate } from './layers/activations.ts'
import { averagePool } from './layers/average-pool.ts'
import { conv2d } from './layers/conv2d.ts'
import { convolveAndMaxPool } from './layers/convolve-and-max-pool.ts'
import { dense } from './layers/dense.ts'
import { flatten } from './layers/flatten.ts'
import { parameterShapes, planLayers } from './plan-layers.ts'
import type { LayerSummary } from './plan-layers.ts'
import type { LeNet5Config } from './resolve-options.ts'

/** The predictions of a model for a batch of n images. */
export interface Predictions {
  /** The most likely class of each image, length n; the lowest such class if several are equally likely. */
  readonly classes: Int32Array
  /** The probabilities of all classes, row-major [n, classes]. Each row sums to 1. */
  readonly probabilities: Float32Array
}

/** A LeNet-5 with its weights. It owns ten TensorFlow.js variables until `dispose()`. */
export interface LeNet5 {
  /** Every option, resolved. */
  readonly config: LeNet5Config
  /**
   * The weights and biases in canonical order: `conv1.weight` `[kernel, kernel, in, out]`, `conv1.bias` `[out]`,
   * `conv2.weight`, `conv2.bias`, `dense1.weight` `[in, out]`, `dense1.bias`, … `dense3.bias`. These are the model's own names.
   * TensorFlow.js, where names must be unique, calls the variables of later models `conv1.weight_1` and so on.
   */
  readonly variables: Readonly<Record<string, Variable>>
  /** The layers, from first to last. */
  readonly layers: readonly LayerSummary[]
  /** The number of parameters of all layers: 44,426 by default. */
  readonly parameterCount: number
  /**
   * Computes the logits of images. It is differentiable by `tf.variableGrads`, `tf.grad` and so on, with respect to the
   * variables and the images. No gradients need to be registered.
   *
   * @param images float32 `[n, height, width, channels]` as in `config.inputShape`, usually in [0, 1]
   * @returns Logits `[n, classes]`, a tensor that the caller (or the surrounding `tf.tidy`) disposes
   * @throws {RangeError} If the images have another shape
   * @throws {TypeError} If the images are not float32
   */
  apply(images: Tensor4D): Tensor2D
  /**
   * Classifies images, and leaves no tensor behind.
   *
   * @param images float32 `[n, height, width, channels]`, as for `apply`
   * @throws The errors of `apply`
   */
  predict(images: Tensor4D): Predictions
  /** Returns a table of layers, output shapes and parameters, 80 columns wide. */
  summary(): string
  /** Frees the variables. A second call does nothing. */
  dispose(): void
}

/**
 * Builds the model that `config` describes.
 *
 * @param initialize Returns the values of a variable; the model owns them
 */
export function buildLeNet5(
  config: LeNet5Config,
  initialize: (name: string, shape: readonly number[]) => Float32Array,
): LeNet5 {
  const layers = planLayers(config)
  const variables = createVariables(parameterShapes(layers), initialize)
  const { activation, padding, pooling } = config

  function convolve(x: Tensor, name: string): Tensor {
    const [weight, bias] = [variables[`${name}.weight`], variables[`${name}.bias`]]
    if (pooling === 'average') return averagePool(conv2d(x, weight, bias, { activation, padding }))
    // Activations are monotonic, so pooling first gives the same values and gradients with a quarter of the activations.
    return activate(convolveAndMaxPool(x, weight, bias, padding), activation)
  }

  function connect(x: Tensor, name: string, activation: LeNet5Config['activation']): Tensor {
    return dense(x, variables[`${name}.weight`], variables[`${name}.bias`], activation)
  }

  function apply(images: Tensor4D): Tensor2D {
    if (variables['conv1.weight'].isDisposed) {
      throw new Error('This LeNet-5 is disposed. Create or load another model.')
    }
    checkImages(images, config)
    return tidy(() => {
      const features = flatten(convolve(convolve(images, 'conv1'), 'conv2'))
      const hidden = connect(connect(features, 'dense1', activation), 'dense2', activation)
      return connect(hidden, 'dense3', 'linear') as Tensor2D
    })
  }

  function predict(images: Tensor4D): Predictions {
    const logits = apply(images)
    const results = [argMax(logits, 1), softmax(logits)]
    // Copy, because a backend may return a view on memory that dispose() frees.
    const [classes, probabilities] = results.map((result) => result.dataSync().slice())
    dispose([logits, ...results])
    return { classes: classes as Int32Array, probabilities: probabilities as Float32Array }
  }

  return {
    config,
    variables,
    layers,
    parameterCount: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    apply,
    predict,
    summary: () => formatSummary(layers, config),
    dispose() {
      for (const owned of Object.values(variables)) {
        // Disposing a variable twice could free the data or the name of another model's variable.
        if (!owned.isDisposed) owned.dispose()
      }
    },
  }
}

function createVariables(
  shapes: Readonly<Record<string, readonly number[]>>,
  initialize: (name: string, shape: readonly number[]) => Float32Array,
): Record<string, Variable> {
  const suffix = freeSuffix(Object.keys(shapes))
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const initial = tensor(initialize(name, shape), [...shape], 'float32')
    const created = variable(initial, true, name + suffix)
    initial.dispose()
    return [name, created]
  })
  return Object.fromEntries(entries)
}

/** Returns the first of '', '_1', '_2', … that makes all names new to TensorFlow.js, where variable names are unique. */
function freeSuffix(names: readonly string[]): string {
  const { registeredVariables } = engine()
  let suffix = ''
  for (let count = 1; names.some((name) => name + suffix in registeredVariables); count++) {
    suffix = `_${count}`
  }
  return suffix
}

function checkImages(images: Tensor4D, config: LeNet5Config): void {
  const { shape, dtype } = images
  const { inputShape } = config
  if (shape.length !== 4 || inputShape.some((size, axis) => shape[axis + 1] !== size)) {
    throw new RangeError(
      `\`images\` must have shape [n, ${inputShape.join(', ')}], got [${shape.join(', ')}].`,
    )
  }
  if (dtype !== 'float32') {
    throw new TypeError(`\`images\` must be float32, got ${dtype}.`)
  }
}
