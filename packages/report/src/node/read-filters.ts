import { open, type FileHandle } from 'node:fs/promises'
import type { Filters } from '../input/run-data.ts'

/** Headers of real models have a few kilobytes; a damaged length must not allocate gigabytes. */
const largestHeader = 16 * 1024 * 1024

interface TensorEntry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

/**
 * Reads the kernels of a model's first convolution out of a safetensors file, and nothing else of it.
 *
 *     offset   size   field
 *     0        8      length n of the header, little-endian
 *     8        n      JSON: tensors by name, with type, shape and place
 *     8 + n    ...    the tensors
 *
 * @returns Undefined if there is no such file, or no float32 tensor of rank 4 in it
 * @throws {Error} If the file is damaged
 */
export async function readFilters(path: string): Promise<Filters | undefined> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error })
  }
  try {
    return await readFirstKernel(file)
  } catch (error) {
    throw new Error(`${path} is damaged: ${(error as Error).message}`, { cause: error })
  } finally {
    await file.close()
  }
}

async function readFirstKernel(file: FileHandle): Promise<Filters | undefined> {
  const length = Number((await readBytes(file, 0, 8)).readBigUInt64LE())
  if (length > largestHeader) throw new Error(`its header claims to have ${length} bytes.`)
  const header = JSON.parse((await readBytes(file, 8, length)).toString('utf8')) as Record<
    string,
    TensorEntry
  >
  const kernel = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([, entry]) => entry)
    .filter(({ dtype, shape }) => dtype === 'F32' && shape.length === 4)
    .sort((a, b) => a.data_offsets[0] - b.data_offsets[0])
    .at(0)
  if (!kernel) return undefined
  const [start, end] = kernel.data_offsets
  const count = kernel.shape.reduce((product, size) => product * size, 1)
  if (end - start !== 4 * count) {
    throw new Error(
      `its tensor of ${kernel.shape.join(' × ')} has ${end - start} bytes, expected ${4 * count}.`,
    )
  }
  const bytes = await readBytes(file, 8 + length + start, end - start)
  const values = Float32Array.from({ length: count }, (_, index) => bytes.readFloatLE(4 * index))
  return { shape: kernel.shape as unknown as Filters['shape'], values }
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length)
    throw new Error(`it ends after ${position + bytesRead} bytes, expected ${position + length}.`)
  return buffer
}
