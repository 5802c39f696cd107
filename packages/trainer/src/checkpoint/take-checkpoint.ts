import { dispose, type Optimizer, type Tensor } from '@tensorflow/tfjs-core'
import type { Checkpoint, TensorData } from './checkpoint.ts'
import type { Model } from '../model/model.ts'

/**
 * Copies the state of a model and its optimizer into plain data.
 *
 * The optimizer names its state after TensorFlow.js variables ("conv1.weight/m"). Those names differ from process to process,
 * so the checkpoint has the model's own names instead.
 *
 * @param others The other properties of the checkpoint
 */
export async function takeCheckpoint(
  model: Model,
  optimizer: Pick<Optimizer, 'getWeights'>,
  others: Omit<Checkpoint, 'weights' | 'optimizer'>,
): Promise<Checkpoint> {
  const variables = Object.entries(model.variables)
  const owners = variables.map(([name, variable]) => [variable.name, name] as const)
  const state = await optimizer.getWeights()
  const checkpoint = {
    ...others,
    weights: Object.fromEntries(variables.map(([name, variable]) => [name, readTensor(variable)])),
    optimizer: state.map(({ name, tensor }) => ({ name: renameOwner(name, owners), ...readTensor(tensor) })),
  }
  // All tensors belong to the optimizer, except the step count that tf.Optimizer creates in each call for the caller.
  dispose(state.filter(({ name }) => name === 'iter').map(({ tensor }) => tensor))
  return checkpoint
}

/** Renames "from/slot" to "to/slot" for the pair whose `from` owns the slot. Other names stay the same. */
export function renameOwner(name: string, owners: readonly (readonly [from: string, to: string])[]): string {
  const owner = owners.find(([from]) => name.startsWith(`${from}/`))
  return owner ? owner[1] + name.slice(owner[0].length) : name
}

function readTensor(tensor: Tensor): TensorData {
  const { dtype, shape } = tensor
  if (dtype !== 'float32' && dtype !== 'int32') {
    throw new TypeError(`A checkpoint can only have float32 and int32 tensors, got ${dtype}.`)
  }
  // Not every backend's dataSync() is a copy.
  return { dtype, shape: [...shape], data: (tensor.dataSync() as TensorData['data']).slice() }
}
