/**
 * Trains a model of tfjs-layers on the cpu and the simd backend, then saves and loads it. Run by layers.test.ts; prints one
 * line of JSON, a `LayersReport`.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import * as tf from '@tensorflow/tfjs-core'
import { initializers, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers'
import type { LayersModel, Sequential } from '@tensorflow/tfjs-layers'
import { registerSimdBackend } from '../src/index.ts'

/** The results of training on one backend. */
export interface Training {
  /** The loss of each batch, in order. */
  readonly losses: number[]
  readonly bytesInSimdMemory: number
  /** The probabilities that the trained model predicts. */
  readonly predictions: number[]
  /** The probabilities that the model predicts after it was saved and loaded. */
  readonly predictionsOfLoaded: number[]
}

export type OptimizerName = 'adam' | 'sgd'
export type LayersReport = Readonly<Record<OptimizerName, Record<'cpu' | 'simd', Training>>>

const optimizers: Record<OptimizerName, () => tf.Optimizer> = {
  adam: () => tf.train.adam(0.01),
  sgd: () => tf.train.sgd(0.2),
}

const SIZE = 14
const CLASSES = 4
const IMAGES = 76
const BATCH_SIZE = 16
const EPOCHS = 4

tf.enableProdMode()
await registerSimdBackend()
const report: LayersReport = {
  adam: { cpu: await trainOn('cpu', 'adam'), simd: await trainOn('simd', 'adam') },
  sgd: { cpu: await trainOn('cpu', 'sgd'), simd: await trainOn('simd', 'sgd') },
}
process.stdout.write(`\n${JSON.stringify(report)}\n`)

async function trainOn(backend: 'cpu' | 'simd', optimizer: OptimizerName): Promise<Training> {
  await tf.setBackend(backend)
  const { images, labels } = createData()
  const model = createModel()
  model.compile({ optimizer: optimizers[optimizer](), loss: 'categoricalCrossentropy' })
  const losses: number[] = []
  await model.fit(images, labels, {
    batchSize: BATCH_SIZE,
    epochs: EPOCHS,
    shuffle: false,
    verbose: 0,
    callbacks: { onBatchEnd: (_, logs) => void losses.push(logs?.loss as number) },
  })
  return {
    losses,
    bytesInSimdMemory: (tf.memory() as { numBytesInSimdMemory?: number }).numBytesInSimdMemory ?? 0,
    predictions: predict(model, images),
    predictionsOfLoaded: predict(await saveAndLoad(model), images),
  }
}

function createModel(): Sequential {
  let seed = 0
  const seeded = (): ReturnType<typeof initializers.glorotUniform> =>
    initializers.glorotUniform({ seed: ++seed })
  return sequential({
    layers: [
      layers.conv2d({
        inputShape: [SIZE, SIZE, 1],
        filters: 6,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: seeded(),
      }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', kernelInitializer: seeded() }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.separableConv2d({
        filters: 8,
        kernelSize: 3,
        activation: 'relu',
        depthwiseInitializer: seeded(),
        pointwiseInitializer: seeded(),
      }),
      layers.flatten(),
      layers.dense({ units: 16, activation: 'relu', kernelInitializer: seeded() }),
      layers.dense({ units: CLASSES, activation: 'softmax', kernelInitializer: seeded() }),
    ],
  })
}

/** Images of noise with a bright square in one corner, which is the class. */
function createData(): { images: tf.Tensor4D; labels: tf.Tensor2D } {
  let state = 1
  const pixels = Float32Array.from({ length: IMAGES * SIZE * SIZE }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const column = index % SIZE
    const row = Math.floor(index / SIZE) % SIZE
    const corner = 2 * Number(row >= SIZE / 2) + Number(column >= SIZE / 2)
    return (corner === labelOf(Math.floor(index / SIZE ** 2)) ? 0.5 : 0) + state / 2 ** 33
  })
  const labels = Int32Array.from({ length: IMAGES }, (_, image) => labelOf(image))
  return {
    images: tf.tensor4d(pixels, [IMAGES, SIZE, SIZE, 1]),
    labels: tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES) as tf.Tensor2D,
  }
}

function labelOf(image: number): number {
  return (7 * image + Math.floor(image / 3)) % CLASSES
}

function predict(model: LayersModel, images: tf.Tensor4D): number[] {
  return Array.from((model.predict(images) as tf.Tensor).dataSync())
}

async function saveAndLoad(model: LayersModel): Promise<LayersModel> {
  let saved: tf.io.ModelArtifacts | undefined
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) }
    }),
  )
  return loadLayersModel(tf.io.fromMemory(saved as tf.io.ModelArtifacts))
}
