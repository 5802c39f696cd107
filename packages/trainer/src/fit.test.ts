import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createToyModel, toyOptions, toyTest as test, toyTrain as train, weightsOf } from '../test/toy.ts'
import type { Batch, BatchSource } from './batches/batch-source.ts'
import { checkpointMemory } from './checkpoint/checkpoint-memory.ts'
import { crossEntropy } from './model/cross-entropy.ts'
import { evaluate } from './evaluate.ts'
import type { FitOptions, StepEvent } from './fit-options.ts'
import { fit } from './fit.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

afterEach(() => tf.disposeVariables())

describe('fit', () => {
  it('learns separable classes', async () => {
    const optimizer = tf.train.momentum(0.5, 0.9)
    const history = await fit(
      createToyModel(),
      toyOptions({ optimizer, epochs: 20, evaluateOn: { train, test } }),
    )
    expect(history[0].evaluations.test.loss).toBeGreaterThan(1)
    expect(history[20].evaluations.train.loss).toBeLessThan(0.1)
    expect(history[20].evaluations.test.loss).toBeLessThan(0.15)
    expect(history[20].evaluations.test.accuracy).toBeGreaterThan(0.95)
  })

  it('takes the same step as float64 arithmetic', async () => {
    const pixels = [0.1, 0.9, 0.3, 0.7]
    const one: Batch = { images: Float32Array.from(pixels), labels: Uint8Array.of(1), shape: [1, 2, 2, 1] }
    const model = createToyModel()
    const before = weightsOf(model)
    await fit(model, toyOptions({ data: { size: 1, batches: () => [one] }, epochs: 1 }))

    const exponentials = [0, 1, 2].map((c) =>
      Math.exp(pixels.reduce((sum, x, f) => sum + x * before[3 * f + c], before[12 + c])),
    )
    const total = exponentials.reduce((sum, value) => sum + value)
    const slopes = exponentials.map((value, c) => value / total - (c === 1 ? 1 : 0))
    const expected = [...pixels, 1].flatMap((x, f) =>
      slopes.map((slope, c) => before[3 * f + c] - 0.5 * x * slope),
    )
    weightsOf(model).forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 6))
  })

  it('requests each epoch by its seed and number, and uses every image', async () => {
    const asked: unknown[] = []
    let images = 0
    const data: BatchSource = {
      size: train.size,
      *batches(request) {
        asked.push(request)
        for (const batch of train.batches(request)) {
          images += batch.labels.length
          yield batch
        }
      },
    }
    await fit(createToyModel(), toyOptions({ data }))
    expect(asked).toEqual([
      { batchSize: 8, shuffle: { seed: 3, epoch: 1 } },
      { batchSize: 8, shuffle: { seed: 3, epoch: 2 } },
    ])
    expect(images).toBe(100)
  })

  it('evaluates with other weights on request, and trains as if it had not', async () => {
    const model = createToyModel()
    const zeroed = { count: 0, restored: 0 }
    const useEvaluationWeights = () => {
      zeroed.count++
      const trained = Object.values(model.variables).map((variable) => tf.clone(variable))
      tf.tidy(() => Object.values(model.variables).forEach((each) => each.assign(tf.zerosLike(each))))
      return () => {
        zeroed.restored++
        Object.values(model.variables).forEach((each, i) => each.assign(trained[i]))
        tf.dispose(trained)
      }
    }
    const history = await fit(model, toyOptions({ evaluateOn: { test }, useEvaluationWeights }))
    expect(history.map(({ evaluations }) => evaluations.test.loss)).toEqual(
      Array(3).fill(Math.fround(Math.log(3))),
    )
    expect(zeroed).toEqual({ count: 3, restored: 3 })
    const weights = weightsOf(model)
    tf.disposeVariables()
    const plain = createToyModel()
    await fit(plain, toyOptions({ evaluateOn: { test } }))
    expect(weights).toEqual(weightsOf(plain))
  })

  it('reports the untrained model, then each epoch, with the numbers of evaluate()', async () => {
    const model = createToyModel()
    const expected: unknown[] = []
    const history = await fit(
      model,
      toyOptions({
        evaluateOn: { train, test },
        onEpoch: async ({ epoch, step, evaluations }) => {
          const { loss, accuracy } = await evaluate(model, { data: test })
          expected.push([epoch, step, { loss, accuracy }])
          expect(evaluations.train).not.toEqual(evaluations.test)
        },
      }),
    )
    expect(history.map(({ epoch, step, evaluations }) => [epoch, step, evaluations.test])).toEqual(expected)
    expect(history.map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 0],
      [1, 7],
      [2, 14],
    ])
    expect(history[0].seconds).toBe(0)
    expect(history[1].seconds).toBeGreaterThan(0)
  })

  it('reports each step, and waits for its listeners', async () => {
    const log: string[] = []
    const listener = async (entry: string) => {
      log.push(entry)
      await new Promise((resolve) => setTimeout(resolve))
      log.push('waited')
    }
    await fit(
      createToyModel(),
      toyOptions({
        batchSize: 32,
        epochs: 1,
        onEpoch: ({ epoch, step }) => listener(`epoch ${epoch} at step ${step}`),
        onStep: ({ epoch, step, images }) => listener(`epoch ${epoch}, step ${step}, ${images} images`),
      }),
    )
    expect(log).toEqual([
      'epoch 0 at step 0',
      'waited',
      'epoch 1, step 1, 32 images',
      'waited',
      'epoch 1, step 2, 50 images',
      'waited',
      'epoch 1 at step 2',
      'waited',
    ])
  })

  it('reports the loss before the step', async () => {
    const model = createToyModel()
    const { loss } = await evaluate(model, { data: train })
    const events: StepEvent[] = []
    await fit(model, toyOptions({ batchSize: 50, onStep: (event) => events.push(event) }))
    expect(events[0].loss).toBeCloseTo(loss, 5)
    expect(events[1].loss).toBeLessThan(loss)
  })

  it('trains the same with any evaluations or none', async () => {
    const plain = createToyModel()
    await fit(plain, toyOptions())
    const evaluated = createToyModel({ prefix: 'evaluated/' })
    await fit(evaluated, toyOptions({ evaluateOn: { train, test }, evaluationBatchSize: 3 }))
    expect(weightsOf(evaluated)).toEqual(weightsOf(plain))
  })

  it('trains the same in two consecutive runs, and differently with another seed', async () => {
    const [first, second, other] = ['a/', 'b/', 'c/'].map((prefix) => createToyModel({ prefix }))
    await fit(first, toyOptions())
    await fit(second, toyOptions())
    await fit(other, toyOptions({ seed: 4 }))
    expect(weightsOf(second)).toEqual(weightsOf(first))
    expect(weightsOf(other)).not.toEqual(weightsOf(first))
  })

  it('has the same number of tensors after each epoch, with checkpoints and evaluations', async () => {
    const tensors: number[] = []
    await fit(
      createToyModel(),
      toyOptions({
        optimizer: tf.train.momentum(0.1, 0.9),
        epochs: 5,
        evaluateOn: { test },
        checkpoint: { store: checkpointMemory() },
        onEpoch: () => tensors.push(tf.memory().numTensors),
      }),
    )
    const [untrained, ...trained] = tensors
    const accumulators = 2
    expect(trained).toEqual(Array<number>(5).fill(untrained + accumulators))
  })

  it('minimizes the given loss', async () => {
    const model = createToyModel()
    const doubled = createToyModel({ prefix: 'doubled/' })
    await fit(model, toyOptions({ optimizer: tf.train.sgd(0.5) }))
    const double = tf.customGrad<tf.Scalar>((value) => ({
      value: tf.mul(value as tf.Scalar, 2),
      gradFunc: (dy) => tf.mul(dy, 2),
    }))
    const loss: FitOptions['loss'] = (logits, labels) => double(crossEntropy(logits, labels))
    const history = await fit(
      doubled,
      toyOptions({ optimizer: tf.train.sgd(0.25), loss, evaluateOn: { test }, evaluationBatchSize: 30 }),
    )
    expect(weightsOf(doubled)).toEqual(weightsOf(model))
    const { loss: plain } = await evaluate(doubled, { data: test })
    expect(history[2].evaluations.test.loss).toBeCloseTo(2 * plain, 5)
  })

  describe('learning rate', () => {
    class Schedule extends tf.SGDOptimizer {
      override applyGradients(gradients: tf.NamedTensorMap): void {
        super.applyGradients(gradients)
        this.setLearningRate(1 / (2 + this.iterations))
      }
    }

    it("is the optimizer's after the epoch", async () => {
      const history = await fit(createToyModel(), toyOptions({ optimizer: new Schedule(0.5) }))
      expect(history.map((event) => event.learningRate)).toEqual([1 / 2, 1 / 9, 1 / 16])
    })

    it('is undefined if neither the optimizer nor the caller provides it', async () => {
      const sgd = tf.train.sgd(0.5)
      const optimizer: FitOptions['optimizer'] = {
        computeGradients: (f, variables) => sgd.computeGradients(f, variables),
        applyGradients: (gradients) => sgd.applyGradients(gradients),
        getWeights: () => sgd.getWeights(),
        setWeights: (weights) => sgd.setWeights(weights),
      }
      const [silent] = await fit(createToyModel(), toyOptions({ optimizer, epochs: 0 }))
      expect(silent.learningRate).toBeUndefined()
      tf.disposeVariables()
      const [told] = await fit(
        createToyModel(),
        toyOptions({ optimizer, epochs: 0, learningRate: () => 0.5 }),
      )
      expect(told.learningRate).toBe(0.5)
    })
  })

  it.each<[string, Partial<FitOptions<string>>]>([
    ['`batchSize` must be a positive integer, got 0.', { batchSize: 0 }],
    ['`epochs` must be a non-negative integer, got 1.5.', { epochs: 1.5 }],
    ['`seed` must be an integer', { seed: NaN }],
    ['`evaluationBatchSize` must be a positive integer, got -1.', { evaluationBatchSize: -1 }],
    [
      '`checkpoint.every` must be a positive integer, got 0.',
      { checkpoint: { store: checkpointMemory(), every: 0 } },
    ],
    ['`data.size` must be a positive integer, got 0.', { data: { size: 0, batches: () => [] } }],
  ])('rejects bad options: %s', async (message, changes) => {
    const model = createToyModel()
    await expect(fit(model, toyOptions(changes))).rejects.toThrow(message)
    await expect(fit(model, toyOptions(changes))).rejects.toThrow(RangeError)
  })

  it.each([undefined, {}, 'adam'])('rejects %p as an optimizer', async (optimizer) => {
    const changes = { ...toyOptions(), optimizer } as unknown as FitOptions
    await expect(fit(createToyModel(), changes)).rejects.toThrow(
      new TypeError(
        `\`optimizer\` must be a tf.Optimizer, such as tf.train.sgd(0.1), got ${String(optimizer)}.`,
      ),
    )
  })

  it('rejects a model that is being trained, until that training ends', async () => {
    const model = createToyModel()
    const first = fit(model, toyOptions())
    await expect(fit(model, toyOptions())).rejects.toThrow(
      'The model is already being trained: another fit() is updating weight. Wait until it ends.',
    )
    const { bias } = model.variables
    await expect(fit({ ...model, variables: { bias } }, toyOptions())).rejects.toThrow(
      'fit() is updating bias',
    )
    await first
    await expect(fit(model, toyOptions({ seed: NaN }))).rejects.toThrow(RangeError)
    await fit(model, toyOptions({ epochs: 1 }))
  })

  it('rejects, in the first epoch, a source that does not return `data.size` images', async () => {
    const data: BatchSource = { size: 51, batches: (options) => train.batches(options) }
    const epochs: number[] = []
    const run = fit(createToyModel(), toyOptions({ data, onEpoch: ({ epoch }) => epochs.push(epoch) }))
    await expect(run).rejects.toThrow('expected `data.size` = 51 images, got 50.')
    expect(epochs).toEqual([0])
  })

  it('trains the same on labels of either type', async () => {
    const wide: BatchSource = {
      size: train.size,
      *batches(options) {
        for (const batch of train.batches(options)) yield { ...batch, labels: Int32Array.from(batch.labels) }
      },
    }
    const ends: number[][] = []
    for (const data of [train, wide]) {
      const model = createToyModel()
      await fit(model, toyOptions({ data }))
      ends.push(weightsOf(model))
      model.dispose()
    }
    expect(ends[1]).toEqual(ends[0])
  })

  it('rejects labels without a class in the model, and leaves no tensor', async () => {
    const model = createToyModel()
    const invalid: Batch = { images: new Float32Array(4), labels: Uint8Array.of(7), shape: [1, 2, 2, 1] }
    const changes = toyOptions({ data: { size: 1, batches: () => [invalid] } })
    const tensors = tf.memory().numTensors
    await expect(fit(model, changes)).rejects.toThrow('Label 7 is not a class of the model: expected 0 to 2.')
    expect(tf.memory().numTensors).toBe(tensors)
  })
})
