/** @file A training process to be killed: trains on toy data, resuming from the checkpoint file given as argument. */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { fit } from '../src/index.ts'
import { checkpointFile } from '../src/node/checkpoint-file.ts'
import { jsonCodec } from './json-codec.ts'
import { createToyData, createToyModel, weightsOf } from './toy.ts'

tf.enableProdMode()
await tf.setBackend('cpu')
const model = createToyModel()
const store = checkpointFile(process.argv[2], jsonCodec)
await fit(model, {
  data: createToyData({ size: 50 }),
  optimizer: tf.train.momentum(0.2, 0.9),
  batchSize: 8,
  epochs: 60,
  seed: 3,
  checkpoint: { store },
  resume: await store.read(),
  onEpoch: ({ epoch }) => console.log(`epoch ${epoch}`),
})
console.log(`weights ${JSON.stringify(weightsOf(model))}`)
