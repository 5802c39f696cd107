import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { simd, useSimd } from './use-simd.ts'

useSimd()

type Variables = Readonly<Record<string, tf.Variable>>

/** A layer of plain tfjs operations on 4-D tensors. */
type Layer = (x: tf.Tensor4D, variables: Variables) => tf.Tensor4D

const layers: Readonly<Record<string, Layer>> = {
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  prelu: (x, { slope }) => tf.prelu(x, slope as tf.Tensor4D),
  softplus: (x) => tf.softplus(x),
  tanh: (x) => tf.tanh(x),
  clip: (x) => tf.clipByValue(x, -0.5, 0.5),
  'average pooling': (x) => tf.avgPool(x, 2, 2, 'same'),
  padding: (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 0],
    ]),
  slice: (x) => tf.slice(x, [0, 1, 1, 0], [-1, 3, 2, -1]),
  'skip connection': (x) => tf.slice(tf.concat([x, tf.relu(x)], 3), [0, 0, 0, 2], x.shape),
  transposition: (x) => tf.transpose(x, [0, 2, 1, 3]),
  'squeeze and excitation': (x) => tf.mul(x, tf.sigmoid(tf.mean(x, [1, 2], true))),
  'layer normalization': (x) => {
    const { mean, variance } = tf.moments(x, -1, true)
    return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)))
  },
  'reflected borders': (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [1, 2],
        [1, 1],
        [0, 0],
      ],
      'reflect',
    ),
  'local response normalization': (x) => tf.localResponseNormalization(x, 2, 1, 0.1, 0.75),
  'nearest upsampling': (x) => tf.image.resizeNearestNeighbor(x, [10, 14]),
  'bilinear upsampling': (x) => tf.image.resizeBilinear(x, [10, 14], false, true),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  sinusoids: (x) => tf.add(tf.sin(tf.mul(x, 3)), tf.cos(tf.mul(x, 5))),
  where: (x) => tf.where(tf.greaterEqual(x, 0.1), x, tf.zerosLike(x)) as tf.Tensor4D,
}

const losses: Readonly<Record<string, (labels: tf.Tensor2D, logits: tf.Tensor2D) => tf.Tensor>> = {
  softmaxCrossEntropy: (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits),
  'softmax and log': (labels, logits) =>
    tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.log(tf.clipByValue(tf.softmax(logits), 1e-7, 1))), -1))),
  meanSquaredError: (labels, logits) => tf.losses.meanSquaredError(labels, tf.sigmoid(logits)),
  sigmoidCrossEntropy: (labels, logits) => tf.losses.sigmoidCrossEntropy(labels, logits),
  logSoftmax: (labels, logits) => tf.neg(tf.mean(tf.mul(labels, tf.logSoftmax(logits)))),
}

/** The loss and gradients of a small network with batch normalization, as a Keras model computes them. */
function trainingStep(
  variables: Variables,
  layer: Layer,
  lossOf: (labels: tf.Tensor2D, logits: tf.Tensor2D) => tf.Tensor,
): (images: tf.Tensor4D, classes: tf.Tensor1D) => tf.NamedTensorMap {
  return (images, classes) => {
    let accuracy = tf.scalar(0) as tf.Tensor
    const { value, grads } = tf.variableGrads(() => {
      const { filter, bias, gamma, beta, weights } = variables
      const convolved = tf.add(tf.conv2d(images, filter as tf.Tensor4D, 1, 'same'), bias) as tf.Tensor4D
      const { mean, variance } = tf.moments(convolved, [0, 1, 2])
      const normalized = tf.batchNorm4d(
        convolved,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        beta as tf.Tensor1D,
        gamma as tf.Tensor1D,
      )
      const pooled = tf.maxPool(layer(normalized, variables), 2, 2, 'same')
      const logits: tf.Tensor2D = tf.matMul(tf.mean(pooled, [1, 2]) as tf.Tensor2D, weights as tf.Tensor2D)
      const labels = tf.oneHot(classes, 3, 1, 0, 'float32') as tf.Tensor2D
      accuracy = tf.keep(tf.mean(tf.cast(tf.equal(tf.argMax(logits, -1), classes), 'float32')))
      return lossOf(labels, logits) as tf.Scalar
    })
    return { value, accuracy, ...grads }
  }
}

function expectCompiled(layer: Layer, loss: (labels: tf.Tensor2D, logits: tf.Tensor2D) => tf.Tensor): void {
  const shapes = { filter: [3, 3, 2, 4], bias: [4], gamma: [4], beta: [4], slope: [4], weights: [4, 3] }
  const variables: Variables = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [
      name,
      tf.variable(tf.randomUniform(shape, -1, 1, 'float32', i + 1), true),
    ]),
  )
  const step = trainingStep(variables, layer, loss)
  const compiled = simd().compile(step)
  for (let call = 0; call < 4; call++) {
    tf.tidy(() => {
      const images = tf.randomUniform<tf.Rank.R4>([5, 6, 7, 2], -1, 1, 'float32', call + 1)
      const classes = tf.tensor1d([0, 1, 2, call % 3, 1], 'int32')
      const eager = step(images, classes)
      expect(valuesOf(compiled(images, classes))).toEqual(valuesOf(eager))
      tf.dispose(eager)
    })
  }
  expect(compiled.fallback).toBeUndefined()
  compiled.dispose()
  tf.dispose(variables as tf.NamedTensorMap)
}

function valuesOf(results: tf.NamedTensorMap): Record<string, unknown> {
  return Object.fromEntries(Object.values(results).map((tensor, i) => [i, tensor.dataSync()]))
}

describe('a compiled training step of plain tfjs operations has the bits of the uncompiled step', () => {
  it.each(Object.entries(layers))('with %s', (_, layer) => expectCompiled(layer, losses.softmaxCrossEntropy))
  it.each(Object.entries(losses))('with the loss %s', (_, loss) => expectCompiled(layers.relu, loss))
})

it('a compiled step of an embedding has the bits of the uncompiled step', () => {
  const [words, columns, length] = [50, 6, 7]
  const table = tf.variable(tf.randomUniform<tf.Rank.R2>([words, columns], -1, 1, 'float32', 1))
  const step = (ids: tf.Tensor2D): tf.NamedTensorMap => {
    const { value, grads } = tf.variableGrads(() => {
      const vectors = tf.reshape(tf.gather(table, tf.reshape(ids, [ids.size])), [...ids.shape, columns])
      return tf.sum(tf.square(tf.mean(vectors, 1)))
    })
    return { value, gradient: grads[table.name] }
  }
  const compiled = simd().compile(step)
  for (let call = 0; call < 4; call++) {
    tf.tidy(() => {
      const ids = tf.randomUniform<tf.Rank.R2>([3, length], 0, words, 'int32', call + 1)
      expect(valuesOf(compiled(ids))).toEqual(valuesOf(step(ids)))
    })
  }
  expect(compiled.fallback).toBeUndefined()
  compiled.dispose()
  table.dispose()
})
