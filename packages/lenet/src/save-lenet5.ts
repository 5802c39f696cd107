import type { LeNet5 } from './build-lenet5.ts'
import { encodeSafetensors } from './safetensors/encode-safetensors.ts'
import type { TensorData } from './safetensors/encode-safetensors.ts'

/**
 * Writes a model as a safetensors file: its variables under their own names, and as metadata `architecture`
 * (`LeNet-5`), `formatVersion` (`1`) and `options`, the JSON of `model.config`. Equal models give equal bytes.
 *
 * @returns The file, which `loadLeNet5` reads back
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
