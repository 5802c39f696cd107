import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import {
  add,
  customGrad,
  disposeVariables,
  enableProdMode,
  matMul,
  memory,
  mul,
  randomUniform,
  reshape,
  setBackend,
  tensor2d,
  train,
  variable,
  zerosLike,
  type GradSaveFunc,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import { randomStream } from '@tunekit/random-stream'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { crossEntropy, fit } from '@tunekit/trainer'
import type { Batch, BatchSource, EpochEvent, FitOptions, Model } from '@tunekit/trainer'

const FEATURES = 4
const CLASSES = 3
const EPOCHS = 4

beforeAll(async () => {
  enableProdMode()
  await registerSimdBackend({ threads: 2 })
  await setBackend('simd')
})

afterEach(() => disposeVariables())

/** The state that a program may change while it trains. */
interface Setting {
  /** The divisor of the logits. */
  temperature: number
  /** The weight of a term Σ logits² / 2 of the loss. */
  penalty: number
  /** Whether the second layer learns. */
  isFrozen: boolean
}

type Options = Pick<FitOptions, 'onEpoch' | 'onStep' | 'compile'> & {
  data?: BatchSource
  apply?: (logits: Tensor2D, setting: Setting) => Tensor2D
}

/** Trains a small model and returns its weights and its events. */
async function trainWith(
  options: (setting: Setting, model: Model) => Options,
  compile?: boolean,
): Promise<{ weights: number[]; events: EpochEvent[] }> {
  const setting: Setting = { temperature: 1, penalty: 0, isFrozen: false }
  const model = createModel(setting)
  const { apply = (logits) => logits, data = createData(() => 8), ...own } = options(setting, model)
  const optimizer = train.sgd(0.3)
  const events = await fit(model, {
    data,
    optimizer,
    batchSize: 8,
    epochs: EPOCHS,
    seed: 1,
    compile,
    loss: (logits, labels) => crossEntropy(apply(logits, setting), labels),
    ...own,
  })
  const weights = Object.values(model.variables).flatMap((weight) => [...weight.dataSync()])
  disposeVariables()
  optimizer.dispose()
  return { weights, events }
}

/** Expects the same weights with and without compiled steps. Returns the reasons for which steps were not replayed. */
async function expectSame(
  options: (setting: Setting, model: Model) => Options,
): Promise<(string | undefined)[]> {
  const plain = await trainWith(options, false)
  const before = memory().numTensors
  const compiled = await trainWith(options)
  expect(compiled.weights).toEqual(plain.weights)
  expect(memory().numTensors).toBe(before)
  return compiled.events.slice(1).map(({ fallback }) => fallback)
}

const never = Array.from({ length: EPOCHS }, () => undefined)

describe('training ends with the same weights, compiled or not, though', () => {
  it('`onEpoch` lowers a temperature', async () => {
    const fallbacks = await expectSame((setting) => ({
      apply: (logits, { temperature }) => scale(logits, 1 / temperature),
      onEpoch: () => void (setting.temperature *= 0.7),
    }))
    expect(fallbacks).toEqual(never)
  })

  it('`onEpoch` raises the weight of a term of the loss', async () => {
    const fallbacks = await expectSame((setting) => ({
      apply: (logits, { penalty }) => penalize(logits, penalty),
      onEpoch: ({ epoch }) => void (setting.penalty = epoch / 100),
    }))
    expect(fallbacks).toEqual(never)
  })

  it('a layer is frozen for two epochs, by a number', async () => {
    const fallbacks = await expectSame((setting) => ({
      onEpoch: ({ epoch }) => void (setting.isFrozen = epoch < 2),
    }))
    expect(fallbacks).toEqual(never)
  })

  it('a layer is frozen for two epochs, by its variables', async () => {
    const fallbacks = await expectSame((_, { variables }) => ({
      onEpoch: ({ epoch }) => void (variables.second.trainable = epoch >= 2),
    }))
    expect(fallbacks).toEqual(never)
  })

  it('the batch size grows', async () => {
    let epoch = 0
    const fallbacks = await expectSame(() => {
      epoch = 0
      return { data: createData((index) => 1 + ((index + epoch) % 12)), onEpoch: () => void epoch++ }
    })
    expect(fallbacks).toEqual(never)
  })

  it('the loss counts its calls', async () => {
    const fallbacks = await expectSame(() => {
      let calls = 0
      return { apply: (logits) => scale(logits, 1 + 1 / ++calls) }
    })
    const reason = expect.stringContaining('numbers made in JavaScript that differ from call to call')
    expect(fallbacks).toEqual(never.map(() => reason))
  })

  it('the loss warms up over its first 60 calls', async () => {
    const fallbacks = await expectSame(() => {
      let calls = 0
      return { apply: (logits) => scale(logits, Math.min(++calls / 60, 1)) }
    })
    expect(fallbacks[0]).toBeDefined()
  })

  it('dropout uses a counter as its seed', async () => {
    const fallbacks = await expectSame(() => {
      let seed = 0
      return { apply: (logits) => dropOut(logits, ++seed) }
    })
    expect(fallbacks).not.toContain(undefined)
  })

  it('dropout drops whole batches at random', async () => {
    const fallbacks = await expectSame(() => {
      jest.spyOn(Math, 'random').mockImplementation(randomStream('toss', 5).uniform)
      return { apply: (logits) => scale(logits, toss() ? 1 : 0.5) }
    })
    jest.restoreAllMocks()
    expect(fallbacks).toEqual(never.map(() => 'it draws random numbers or reads the clock'))
  })

  it('`onStep` lowers a temperature in the middle of an epoch', async () => {
    const fallbacks = await expectSame((setting) => ({
      apply: (logits, { temperature }) => scale(logits, 1 / temperature),
      onStep: ({ step }) => void (setting.temperature = step < 37 ? 1 : 0.5),
    }))
    expect(fallbacks).toEqual(never.map(() => expect.stringContaining('`onStep` may change')))
  })
})

/** Constant images, in batches of `sizeOf(index)`. */
function createData(sizeOf: (index: number) => number): BatchSource {
  const size = 160
  const value = (at: number): number => ((at * 7919) % 101) / 101
  return {
    size,
    *batches(): Iterable<Batch> {
      for (let start = 0, index = 0; start < size; index++) {
        const count = Math.min(sizeOf(index), size - start)
        const first = start * FEATURES
        yield {
          images: Float32Array.from({ length: count * FEATURES }, (_, i) => value(first + i)),
          labels: Uint8Array.from({ length: count }, (_, i) => (start + i) % CLASSES),
          shape: [count, 2, 2, 1],
        }
        start += count
      }
    },
  }
}

function createModel(setting: Setting): Model {
  const matrix = (rows: number, columns: number): Tensor2D =>
    tensor2d(
      Float32Array.from({ length: rows * columns }, (_, i) => Math.fround(((i * 31) % 17) / 17 - 0.4)),
      [rows, columns],
    )
  const [start, end] = [matrix(FEATURES, 6), matrix(6, CLASSES)]
  const [first, second] = [variable(start), variable(end)]
  start.dispose()
  end.dispose()
  return {
    variables: { first, second },
    apply: (images: Tensor4D) => {
      const pixels = reshape(images, [images.shape[0], FEATURES]) as Tensor2D
      return linear(linear(pixels, first, false), second, setting.isFrozen)
    },
  }
}

/** Operations with their own gradients, since plain Node registers none. */
function linear(x: Tensor2D, w: Tensor2D, isFrozen: boolean): Tensor2D {
  const apply = customGrad<Tensor2D>((...inputs) => {
    const [x, w, save] = inputs as [Tensor2D, Tensor2D, GradSaveFunc]
    save([x, w])
    return {
      value: matMul(x, w) as Tensor2D,
      gradFunc: (dy: Tensor2D, saved: Tensor[]) => {
        const [x, w] = saved as [Tensor2D, Tensor2D]
        return [matMul(dy, w, false, true), isFrozen ? zerosLike(w) : matMul(x, dy, true)]
      },
    }
  })
  return apply(x, w)
}

function scale(x: Tensor2D, factor: number): Tensor2D {
  const apply = customGrad<Tensor2D>((x) => {
    return { value: mul(x as Tensor2D, factor) as Tensor2D, gradFunc: (dy: Tensor2D) => mul(dy, factor) }
  })
  return apply(x)
}

function penalize(x: Tensor2D, weight: number): Tensor2D {
  const apply = customGrad<Tensor2D>((...inputs) => {
    const [x, save] = inputs as [Tensor2D, GradSaveFunc]
    save([x])
    return {
      value: mul(x, 1) as Tensor2D,
      gradFunc: (dy: Tensor2D, [x]: Tensor[]) => add(dy, mul(x, weight)),
    }
  })
  return apply(x)
}

function dropOut(x: Tensor2D, seed: number): Tensor2D {
  const apply = customGrad<Tensor2D>((...inputs) => {
    const [x, save] = inputs as [Tensor2D, GradSaveFunc]
    const mask = randomUniform(x.shape, 0, 2, 'float32', seed)
    save([mask])
    return { value: mul(x, mask) as Tensor2D, gradFunc: (dy: Tensor2D, [mask]: Tensor[]) => mul(dy, mask) }
  })
  return apply(x)
}

function toss(): boolean {
  return Math.random() < 0.5
}
