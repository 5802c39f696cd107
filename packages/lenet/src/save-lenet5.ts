import type { LeNet5 } from './build-lenet5.ts'
import { encodeSafetensors } from './safetensors/encode-safetensors.ts'
import type { TensorData } from './safetensors/encode-safetensors.ts'

/**
 * Encodes a model as a safetensors file. It contains the variables by name and, as metadata, `architecture` (`LeNet-5`),
 * `formatVersion` (`1`) and `options`, the JSON of `model.config`. Equal models give equal bytes.
 *
 * @returns The content of the file, for `loadLeNet5`
 *
 * @example
 * await writeFile('model.safetensors', saveLeNet5(model))
 */
export function saveLeNet5(model: LeNet5): Uint8Array {
  const tensors = Object.entries(model.variables).map(([name, variable]): [string, TensorData] => [
    name,
    { dtype: 'float32', shape: variable.shape, data: variable.dataSync<'float32'>() },
  ])
  return encodeSafetensors(Object.fromEntries(tensors), {
    architecture: 'LeNet-5',
    formatVersion: '1',
    options: JSON.stringify(model.config),
  })
}
