import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import {
  customGrad,
  dispose,
  engine,
  fill,
  getGradient,
  getKernel,
  grad,
  grads,
  memory,
  profile,
  randomUniform,
  sum,
  variableGrads,
} from '@tensorflow/tfjs-core'
import type { Rank, Scalar, ShapeMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import '../test/cpu-backend.ts'
import { centralDifferences, dot, expectClose } from '../test/expect-gradients.ts'
import * as float64 from '../test/float64.ts'
import { arbitraryOptions, randomImages } from '../test/models.ts'
import { createLeNet5 } from './create-lenet5.ts'
import { parameterBytes } from './parameter-bytes.ts'
import type { LeNet5Options } from './resolve-options.ts'

const everyKind = (['relu', 'tanh', 'sigmoid', 'linear'] as const).flatMap((activation) =>
  (['max', 'average'] as const).flatMap((pooling) =>
    (['valid', 'same'] as const).map((padding) => [activation, pooling, padding] as const),
  ),
)

function toFloat64(tensor: Tensor): float64.Array64 {
  return { shape: tensor.shape, data: Float64Array.from(tensor.dataSync()) }
}

function hash(options: LeNet5Options): string {
  const model = createLeNet5(options)
  const digest = createHash('sha256').update(parameterBytes(model)).digest('hex')
  model.dispose()
  return digest
}

/** The initial weights by name, as plain arrays. */
function initialWeights(options: LeNet5Options): Record<string, number[]> {
  const model = createLeNet5(options)
  const entries = Object.entries(model.variables).map(([name, variable]) => [name, [...variable.dataSync()]])
  model.dispose()
  return Object.fromEntries(entries)
}

/** The sum of all logits, with its own gradient. */
function sumOf(logits: Tensor): Scalar {
  return customGrad((x) => ({ value: sum(x as Tensor), gradFunc: () => fill(logits.shape, 1) }))(
    logits,
  ) as Scalar
}

/** Kernels run by `work`, counted by name. */
async function countKernels(work: () => void): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const { kernels } = await profile(work as () => never)
  for (const { name } of kernels) {
    // The profile lists custom gradients too, under the name of their scope.
    if (getKernel(name, 'cpu') !== undefined) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

describe('createLeNet5', () => {
  it('has 44,426 parameters by default, named and shaped in canonical order', () => {
    const model = createLeNet5()
    const shapes = Object.entries(model.variables).map(([name, { shape }]) => `${name} ${shape.join('×')}`)
    expect(shapes).toEqual([
      'conv1.weight 5×5×1×6',
      'conv1.bias 6',
      'conv2.weight 5×5×6×16',
      'conv2.bias 16',
      'dense1.weight 256×120',
      'dense1.bias 120',
      'dense2.weight 120×84',
      'dense2.bias 84',
      'dense3.weight 84×10',
      'dense3.bias 10',
    ])
    expect(model.parameterCount).toBe(44426)
    expect(model.summary()).toMatch(/^total +44,426$/m)
    model.dispose()
  })

  it('has the numbers of parameters and logits that its options imply', () => {
    fc.assert(
      fc.property(arbitraryOptions(), fc.integer({ min: 1, max: 3 }), (options, size) => {
        const model = createLeNet5(options)
        const { inputShape, kernelSize: k, filters, units, classes, padding } = model.config
        const side = (length: number): number => {
          const shrink = padding === 'same' ? 0 : k - 1
          return Math.floor((Math.floor((length - shrink) / 2) - shrink) / 2)
        }
        const features = side(inputShape[0]) * side(inputShape[1]) * filters[1]
        const images = randomImages(model, size)
        const logits = model.apply(images)
        expect(logits.shape).toEqual([size, classes])
        expect(model.parameterCount).toBe(
          (k * k * inputShape[2] + 1) * filters[0] +
            (k * k * filters[0] + 1) * filters[1] +
            (features + 1) * units[0] +
            (units[0] + 1) * units[1] +
            (units[1] + 1) * classes,
        )
        expect(parameterBytes(model).length).toBe(4 * model.parameterCount)
        dispose([images, logits])
        model.dispose()
      }),
      { numRuns: 50 },
    )
  })

  describe('seed', () => {
    it('draws the same weights as NumPy', () => {
      // SHA-256 of the float32 weights from numpy.random.RandomState as in glorot-uniform.test.ts, streams
      // '42/conv1.weight' etc., zero biases between them.
      expect(hash({ seed: 42 })).toBe('6eadf8087060cc7a0022cf413a11f6134d449665008baec260f6bedbd032fe92')
      expect(hash({})).toBe('0d97fd25af450002e8e96ab0a80345c14e89356b0dc0f1530b90484ea90993bd')
    })

    it('draws equal bytes for equal seeds and different bytes for different seeds', () => {
      const seeds = [0, 1, -1, 42, 43, Number.MAX_SAFE_INTEGER]
      expect(seeds.map((seed) => hash({ seed }))).toEqual(seeds.map((seed) => hash({ seed })))
      expect(new Set(seeds.map((seed) => hash({ seed }))).size).toBe(seeds.length)
    })

    it('draws the weights of a layer independently of the sizes of other layers', () => {
      const before = initialWeights({ seed: 5 })
      const wider = initialWeights({ seed: 5, filters: [6, 20], units: [100, 84] })
      const same = Object.keys(before).filter((name) => String(before[name]) === String(wider[name]))
      expect(same).toEqual(['conv1.weight', 'conv1.bias', 'dense2.bias', 'dense3.weight', 'dense3.bias'])
    })

    it('leaves the biases zero', () => {
      const weights = Object.entries(initialWeights({ seed: 5 }))
      const zero = weights.filter(([, values]) => values.every((value) => value === 0)).map(([name]) => name)
      expect(zero).toEqual(['conv1.bias', 'conv2.bias', 'dense1.bias', 'dense2.bias', 'dense3.bias'])
    })
  })

  describe('apply', () => {
    it.each(everyKind)(
      'equals its definition and central differences with %s, %s, %s',
      (activation, pooling, padding) => {
        const before = memory().numTensors
        const options = { activation, pooling, padding, kernelSize: 2, classes: 3, seed: 4 } as const
        const model = createLeNet5({ ...options, inputShape: [7, 8, 1], filters: [2, 3], units: [4, 3] })
        const variables = Object.values(model.variables)
        const images = randomImages(model, 2)
        const dy = randomUniform([2, 3], -1, 1, 'float32', 2)
        const logits = model.apply(images)
        const gradients = grads(() => model.apply(images))([...variables, images], dy)

        const inputs = [...variables, images].map(toFloat64)
        const definition = (...arrays: float64.Array64[]): float64.Array64 =>
          float64.lenet5(model.config, arrays[10], arrays.slice(0, 10))
        expectClose(logits, definition(...inputs))
        const loss = (...arrays: float64.Array64[]): number => dot(definition(...arrays), toFloat64(dy))
        gradients.forEach((gradient, index) => expectClose(gradient, centralDifferences(inputs, index, loss)))

        dispose([images, dy, logits, ...gradients])
        model.dispose()
        expect(memory().numTensors).toBe(before)
      },
    )

    it('runs and differentiates in 48 kernels without a gradient of the images and without registered gradients', async () => {
      const model = createLeNet5()
      const images = randomImages(model, 1)
      const before = memory().numTensors
      const counts = await countKernels(() => {
        const { value, grads } = variableGrads(() => sumOf(model.apply(images)))
        expect(Object.keys(grads)).toEqual(Object.values(model.variables).map(({ name }) => name))
        dispose([value, grads])
      })
      expect(counts).toEqual({
        FusedConv2D: 2,
        MaxPool: 2,
        Relu: 2,
        _FusedMatMul: 3,
        Identity: 13, // tensors kept for the way back
        Reshape: 2,
        Step: 4,
        Multiply: 4,
        MaxPoolGrad: 2,
        Conv2DBackpropInput: 1,
        Conv2DBackpropFilter: 2,
        BatchMatMul: 6,
        Sum: 5 + 1, // and sumOf's
        Fill: 1, // sumOf's gradient
      })
      expect(memory().numTensors).toBe(before)
      expect(getGradient('Multiply')).toBeUndefined()
      dispose(images)
      model.dispose()
    })

    it('computes the gradient of the images on request', async () => {
      const model = createLeNet5()
      const images = randomImages(model, 1)
      const counts = await countKernels(() => {
        dispose(grad((x) => sumOf(model.apply(x as Tensor4D)))(images))
      })
      expect(counts).toMatchObject({ Conv2DBackpropInput: 2 })
      expect(counts).not.toHaveProperty('Conv2DBackpropFilter')
      dispose(images)
      model.dispose()
    })

    it('rejects images of another shape or type', () => {
      const model = createLeNet5()
      const apply = (shape: number[], dtype: 'float32' | 'int32'): void => {
        const images = fill<Rank.R4>(shape as ShapeMap['R4'], 0, dtype)
        try {
          model.apply(images)
        } finally {
          dispose(images)
        }
      }
      expect(() => apply([2, 28, 28, 3], 'float32')).toThrow(
        new RangeError('`images` must have shape [n, 28, 28, 1], got [2, 28, 28, 3].'),
      )
      expect(() => apply([28, 28, 1], 'float32')).toThrow(RangeError)
      expect(() => apply([1, 28, 28, 1], 'int32')).toThrow(
        new TypeError('`images` must be float32, got int32.'),
      )
      model.dispose()
    })
  })

  describe('predict', () => {
    it('returns the softmax of the logits and the class of the largest logit, and leaves no tensor', () => {
      const model = createLeNet5({ seed: 3 })
      const images = randomImages(model, 5)
      const logits = model.apply(images)
      const rows = logits.arraySync()
      dispose(logits)
      const before = memory().numTensors

      const { classes, probabilities } = model.predict(images)

      expect(memory().numTensors).toBe(before)
      expect([...classes]).toEqual(rows.map((row) => row.indexOf(Math.max(...row))))
      const expected = rows.flatMap((row) => {
        const powers = row.map(Math.exp)
        const total = powers.reduce((sum, power) => sum + power, 0)
        return powers.map((power) => power / total)
      })
      expect(probabilities).toHaveLength(50)
      expected.forEach((value, index) => expect(probabilities[index]).toBeCloseTo(value, 6))
      dispose(images)
      model.dispose()
    })
  })

  describe('dispose', () => {
    it('frees the variables once and makes the model unusable', () => {
      const before = memory().numTensors
      const model = createLeNet5()
      expect(memory().numTensors).toBe(before + 10)
      model.dispose()
      const next = createLeNet5()
      model.dispose()
      expect(memory().numTensors).toBe(before + 10)
      expect(engine().registeredVariables['conv1.weight']).toBe(next.variables['conv1.weight'])
      const images = randomImages(next, 1)
      expect(() => model.predict(images)).toThrow('This LeNet-5 is disposed. Create or load another model.')
      expect(next.predict(images).classes).toHaveLength(1)
      dispose(images)
      next.dispose()
      expect(memory().numTensors).toBe(before)
    })

    it('does not affect other models, whose variables have other names in TensorFlow.js', () => {
      const [first, second, third] = [1, 2, 1].map((seed) => createLeNet5({ units: [2, 2], seed }))
      const names = [first, second, third].map(({ variables }) => variables['conv1.weight'].name)
      expect(names).toEqual(['conv1.weight', 'conv1.weight_1', 'conv1.weight_2'])
      expect(parameterBytes(first)).toEqual(parameterBytes(third))
      expect(parameterBytes(first)).not.toEqual(parameterBytes(second))

      second.dispose()
      first.dispose()
      const fourth = createLeNet5()
      expect(fourth.variables['dense3.bias'].name).toBe('dense3.bias')
      const images = randomImages(third, 1)
      expect(third.predict(images).classes).toHaveLength(1)
      dispose(images)
      third.dispose()
      fourth.dispose()
    })
  })
})
