import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile } from '@tunekit/durable-files'
import type { Checkpoint, CheckpointStore, TensorData } from '../checkpoint/checkpoint.ts'

type Tensors = Readonly<Record<string, TensorData>>

/** Converts named tensors and texts to bytes and back, such as a safetensors codec. `decode` throws on invalid bytes. */
export interface TensorCodec {
  encode(tensors: Tensors, metadata: Readonly<Record<string, string>>): Uint8Array
  decode(bytes: Uint8Array): { tensors: Tensors; metadata: Readonly<Record<string, string>> }
}

const FORMAT = 'tunekit-checkpoint-1'

/**
 * Creates a checkpoint store that keeps the latest checkpoint in one file.
 *
 * Writing replaces the file atomically (temporary name, fsync, rename), so the file is complete even if the process dies. A
 * process that is killed while writing leaves its temporary file. Reading verifies a checksum. The file contains
 *
 *     tensors    weights/NAME             the model's variables
 *                optimizer/INDEX/NAME     the optimizer's state, in the order of its getWeights()
 *     metadata   format                   'tunekit-checkpoint-1'
 *                state                    the other properties of the checkpoint, JSON
 *                sha256                   of the tensors and `state`, hexadecimal
 *
 * `read()` returns undefined if the file does not exist, and throws if the file is not a complete checkpoint.
 *
 * @param path The file, in a folder that exists
 * @param codec Converts the checkpoint to bytes and back
 * @throws {Error} If the folder does not exist, so that a run does not fail after its first epoch
 *
 * @example
 * const store = checkpointFile('run/checkpoint.safetensors', { encode: encodeSafetensors, decode: decodeSafetensors })
 * await fit(model, { ...options, checkpoint: { store }, resume: await store.read() })
 */
export function checkpointFile(path: string, codec: TensorCodec): CheckpointStore {
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`Cannot keep a checkpoint at ${path}: ${dirname(path)} is not a folder. Create it first.`)
  }
  return {
    async read() {
      const bytes = await readIfPresent(path)
      if (!bytes) return undefined
      const { tensors, metadata } = decode(bytes)
      if (metadata.format !== FORMAT) {
        throw new Error(
          `${path} is not a training checkpoint: expected \`format\` ${FORMAT} in its metadata, ` +
            `got ${metadata.format ?? 'none'}. Pass the checkpoint file of a run, not its model.`,
        )
      }
      if (metadata.sha256 !== checksum(tensors, metadata.state)) {
        throw damaged('its checksum does not match its contents')
      }
      return fromTensors(tensors, metadata.state)
    },

    async write(checkpoint) {
      const { tensors, state } = toTensors(checkpoint)
      const bytes = codec.encode(tensors, { format: FORMAT, state, sha256: checksum(tensors, state) })
      try {
        replaceFile(path, bytes)
      } catch (error) {
        throw new Error(`Cannot write checkpoint ${path}: ${(error as Error).message}`, { cause: error })
      }
    },
  }

  function decode(bytes: Uint8Array): ReturnType<TensorCodec['decode']> {
    try {
      return codec.decode(bytes)
    } catch (error) {
      throw damaged((error as Error).message, error)
    }
  }

  function damaged(reason: string, cause?: unknown): Error {
    return new Error(
      `Checkpoint ${path} is damaged: ${reason.replace(/\.$/, '')}. Restore the file, or delete it to start a new run.`,
      { cause },
    )
  }
}

async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function toTensors({ weights, optimizer, ...others }: Checkpoint): { tensors: Tensors; state: string } {
  const tensors: Record<string, TensorData> = {}
  for (const [name, tensor] of Object.entries(weights)) tensors[`weights/${name}`] = tensor
  optimizer.forEach(({ name, ...tensor }, index) => {
    tensors[`optimizer/${index}/${name}`] = tensor
  })
  return { tensors, state: JSON.stringify(others) }
}

function fromTensors(tensors: Tensors, state: string): Checkpoint {
  const weights: Record<string, TensorData> = {}
  const optimizer: (TensorData & { name: string })[] = []
  for (const [key, tensor] of Object.entries(tensors)) {
    const [owner, ...names] = key.split('/')
    if (owner === 'weights') weights[names.join('/')] = tensor
    else optimizer[Number(names[0])] = { name: names.slice(1).join('/'), ...tensor }
  }
  return { ...(JSON.parse(state) as Omit<Checkpoint, 'weights' | 'optimizer'>), weights, optimizer }
}

function checksum(tensors: Tensors, state: string | undefined): string {
  const entries = Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1))
  const hash = createHash('sha256')
  hash.update(JSON.stringify([state, entries.map(([name, { dtype, shape }]) => [name, dtype, shape])]))
  for (const [, { data }] of entries)
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return hash.digest('hex')
}
