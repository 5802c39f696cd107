import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createToyModel, weightsOf } from '../../test/toy.ts'
import type { Checkpoint } from './checkpoint.ts'
import { restoreCheckpoint } from './restore-checkpoint.ts'
import { takeCheckpoint } from './take-checkpoint.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

afterEach(() => tf.disposeVariables())

const identity = { seed: 3, batchSize: 8, dataSize: 50 }
const progress = { epoch: 1, step: 7, stepInEpoch: 0, seconds: 0 }

/** A checkpoint of the toy model after one momentum step. */
async function exampleCheckpoint(): Promise<Checkpoint> {
  const model = createToyModel()
  const optimizer = tf.train.momentum(0.1, 0.9)
  optimizer.applyGradients([
    { name: 'weight', tensor: tf.ones([4, 3]) },
    { name: 'bias', tensor: tf.ones([3]) },
  ])
  const checkpoint = await takeCheckpoint(model, optimizer, { ...identity, ...progress, config: null })
  tf.disposeVariables()
  return checkpoint
}

describe('restoreCheckpoint', () => {
  it('restores the state of takeCheckpoint(), and neither function leaves a tensor or a shared array behind', async () => {
    const checkpoint = await exampleCheckpoint()
    const before = structuredClone(checkpoint)
    const model = createToyModel()
    const optimizer = tf.train.momentum(0.1, 0.9)
    const tensors = tf.memory().numTensors
    await restoreCheckpoint(model, optimizer, checkpoint, identity)
    const accumulators = 2
    expect(tf.memory().numTensors).toBe(tensors + accumulators)
    const again = await takeCheckpoint(model, optimizer, { ...identity, ...progress, config: null })
    expect(tf.memory().numTensors).toBe(tensors + accumulators)
    expect(again).toEqual(checkpoint)

    model.variables.weight.dataSync().fill(9)
    expect(checkpoint).toEqual(before)
    expect(again).toEqual(before)
  })

  it('passes the optimizer its state by the names of this model’s variables', async () => {
    type State = Awaited<ReturnType<tf.Optimizer['getWeights']>>
    class ByName extends tf.SGDOptimizer {
      state: string[] = []
      override async getWeights(): Promise<State> {
        return this.state.map((name) => ({ name, tensor: tf.scalar(1) }))
      }
      override async setWeights(weights: State): Promise<void> {
        this.state = weights.map(({ name }) => name)
      }
    }
    const source = new ByName(0.1)
    source.state = ['iter', 'first/weight/m', 'first/bias/m']
    const first = createToyModel({ prefix: 'first/' })
    const checkpoint = await takeCheckpoint(first, source, { ...identity, ...progress, config: null })
    expect(checkpoint.optimizer.map(({ name }) => name)).toEqual(['iter', 'weight/m', 'bias/m'])

    const target = new ByName(0.1)
    await restoreCheckpoint(createToyModel({ prefix: 'second/' }), target, checkpoint, identity)
    expect(target.state).toEqual(['iter', 'second/weight/m', 'second/bias/m'])
  })

  it('leaves the tensors that getWeights() creates to the optimizer, except the number of steps', async () => {
    const created: tf.Tensor[] = []
    const getWeights = async (): ReturnType<tf.Optimizer['getWeights']> => {
      created.push(tf.scalar(7, 'int32'), tf.scalar(1))
      return [
        { name: 'iter', tensor: created[0] },
        { name: 'weight/m', tensor: created[1] },
      ]
    }
    await takeCheckpoint(createToyModel(), { getWeights }, { ...identity, ...progress, config: null })
    expect(created.map((tensor) => tensor.isDisposed)).toEqual([true, false])
    created[1].dispose()
  })

  it.each<[string, Partial<typeof identity>]>([
    ['expected `seed` 3, got 4', { seed: 4 }],
    ['expected `batchSize` 8, got 16', { batchSize: 16 }],
    ['expected `data.size` 50, got 60', { dataSize: 60 }],
  ])('rejects other options: %s', async (message, changes) => {
    const checkpoint = await exampleCheckpoint()
    await expectRefusal(checkpoint, { ...identity, ...changes }, message)
  })

  it('does not change the model and leaves no tensor if the optimizer rejects the state', async () => {
    const checkpoint = await exampleCheckpoint()
    const model = createToyModel()
    const before = { weights: weightsOf(model), tensors: tf.memory().numTensors }
    const setWeights = () => Promise.reject(new Error('not mine'))
    const refusal = restoreCheckpoint(model, { setWeights }, checkpoint, identity)
    await expect(refusal).rejects.toThrow('not mine')
    expect({ weights: weightsOf(model), tensors: tf.memory().numTensors }).toEqual(before)
  })

  it('rejects other variables', async () => {
    const { weights, ...rest } = await exampleCheckpoint()
    const { weight, bias } = weights
    await expectRefusal(
      { ...rest, weights: { weight } },
      identity,
      'expected variables weight, got bias, weight.',
    )
    const wider = { ...bias, shape: [4], data: new Float32Array(4) }
    await expectRefusal(
      { ...rest, weights: { weight, bias: wider } },
      identity,
      'expected `bias` float32 [4], got float32 [3]',
    )
  })
})

async function expectRefusal(
  checkpoint: Checkpoint,
  options: typeof identity,
  message: string,
): Promise<void> {
  const model = createToyModel()
  const optimizer = tf.train.momentum(0.1, 0.9)
  const weights = weightsOf(model)
  await expect(restoreCheckpoint(model, optimizer, checkpoint, options)).rejects.toThrow(message)
  expect(weightsOf(model)).toEqual(weights)
  tf.disposeVariables()
}
