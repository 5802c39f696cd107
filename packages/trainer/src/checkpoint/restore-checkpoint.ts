import { dispose, tensor, tidy, type Optimizer } from '@tensorflow/tfjs-core'
import type { Checkpoint, TensorData } from './checkpoint.ts'
import type { Model } from '../model/model.ts'
import { renameOwner } from './take-checkpoint.ts'

/**
 * Restores a model and its optimizer from a checkpoint, after checking that the checkpoint belongs to this run.
 *
 * @throws {RangeError} If an option or a variable differs from the checkpoint's
 * @throws The error of `optimizer.setWeights()` if the state belongs to another optimizer. The model is unchanged then
 */
export async function restoreCheckpoint(
  model: Model,
  optimizer: Pick<Optimizer, 'setWeights'>,
  checkpoint: Checkpoint,
  options: Pick<Checkpoint, 'seed' | 'batchSize' | 'dataSize'>,
): Promise<void> {
  requireEqual('`seed`', checkpoint.seed, options.seed)
  requireEqual('`batchSize`', checkpoint.batchSize, options.batchSize)
  requireEqual('`data.size`', checkpoint.dataSize, options.dataSize)
  const variables = Object.entries(model.variables)
  requireEqual(
    'variables',
    listNames(Object.keys(checkpoint.weights)),
    listNames(Object.keys(model.variables)),
  )
  for (const [name, variable] of variables) {
    const saved = checkpoint.weights[name]
    requireEqual(`\`${name}\``, describe(saved.dtype, saved.shape), describe(variable.dtype, variable.shape))
  }

  const owners = variables.map(([name, variable]) => [name, variable.name] as const)
  const state = checkpoint.optimizer.map((saved) => ({
    name: renameOwner(saved.name, owners),
    tensor: toTensor(saved),
  }))
  try {
    await optimizer.setWeights(state)
  } finally {
    dispose(state.map((entry) => entry.tensor))
  }
  tidy(() => {
    for (const [name, variable] of variables) variable.assign(toTensor(checkpoint.weights[name]))
  })
}

function requireEqual(subject: string, expected: string | number, got: string | number): void {
  if (expected !== got) {
    throw new RangeError(
      `The checkpoint belongs to another run: expected ${subject} ${expected}, got ${got}. ` +
        'Resume with the same model and options, or start a new run without `resume`.',
    )
  }
}

function listNames(names: readonly string[]): string {
  return [...names].sort().join(', ')
}

function describe(dtype: string, shape: readonly number[]): string {
  return `${dtype} [${shape.join(', ')}]`
}

function toTensor({ data, shape, dtype }: TensorData) {
  return tensor(data.slice(), [...shape], dtype)
}
