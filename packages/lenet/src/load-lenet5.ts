import { buildLeNet5 } from './build-lenet5.ts'
import type { LeNet5 } from './build-lenet5.ts'
import { parameterShapes, planLayers } from './plan-layers.ts'
import { resolveOptions } from './resolve-options.ts'
import type { LeNet5Config } from './resolve-options.ts'
import { decodeSafetensors, SafetensorsError } from './safetensors/decode-safetensors.ts'
import type { TensorData } from './safetensors/encode-safetensors.ts'

/**
 * Loads a model from a file of `saveLeNet5`. The weights are the same bit for bit.
 *
 * @param bytes The content of the file; it is copied
 * @throws {SafetensorsError} If the bytes are not a safetensors file, have another architecture or format version, a
 *   missing or extra tensor, or a tensor with another shape
 *
 * @example
 * const model = loadLeNet5(await readFile('model.safetensors'))
 */
export function loadLeNet5(bytes: Uint8Array): LeNet5 {
  const { tensors, metadata } = decodeSafetensors(bytes)
  const config = readConfig(metadata)
  checkTensors(tensors, parameterShapes(planLayers(config)))
  return buildLeNet5(config, (name) => tensors[name].data as Float32Array)
}

function readConfig({ architecture, formatVersion, options }: Record<string, string>): LeNet5Config {
  if (architecture !== 'LeNet-5') {
    throw new SafetensorsError(
      `Safetensors metadata names ${architecture ? `architecture "${architecture}"` : 'no architecture'}, ` +
        'expected "LeNet-5": this file was not written by saveLeNet5().',
    )
  }
  if (formatVersion !== '1') {
    throw new SafetensorsError(
      `LeNet-5 file has format version ${formatVersion}, expected 1. Read the file with the version that wrote it.`,
    )
  }
  try {
    const config = resolveOptions(JSON.parse(options))
    planLayers(config)
    return config
  } catch (cause) {
    throw new SafetensorsError(`LeNet-5 file has invalid options in its metadata: ${options}.`, { cause })
  }
}

function checkTensors(
  tensors: Readonly<Record<string, TensorData>>,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  const extra = Object.keys(tensors).find((name) => !Object.hasOwn(shapes, name))
  if (extra !== undefined) {
    throw new SafetensorsError(`LeNet-5 file has a tensor "${extra}", which the model does not have.`)
  }
  for (const [name, shape] of Object.entries(shapes)) {
    if (!Object.hasOwn(tensors, name)) throw new SafetensorsError(`LeNet-5 file lacks the tensor "${name}".`)
    const tensor = tensors[name]
    if (tensor.dtype !== 'float32' || tensor.shape.join() !== shape.join()) {
      throw new SafetensorsError(
        `LeNet-5 tensor "${name}" must be float32 [${shape.join(', ')}] for the file's options, ` +
          `got ${tensor.dtype} [${tensor.shape.join(', ')}].`,
      )
    }
  }
}
