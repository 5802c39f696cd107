import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { jsonCodec } from '../../test/json-codec.ts'
import { checkpointFile } from './checkpoint-file.ts'
import type { Checkpoint, TensorData } from '../checkpoint/checkpoint.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-file-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe('checkpointFile', () => {
  it('reads the checkpoint that was written last', async () => {
    const path = join(folder, 'round-trip')
    await fc.assert(
      fc.asyncProperty(anyCheckpoint(), async (checkpoint) => {
        const store = checkpointFile(path, jsonCodec)
        await store.write(checkpoint)
        expect(await store.read()).toEqual(checkpoint)
      }),
      { numRuns: 30 },
    )
  })

  it('returns undefined before the first write', async () => {
    expect(await checkpointFile(join(folder, 'none'), jsonCodec).read()).toBeUndefined()
  })

  it('keeps one file and no temporary files', async () => {
    const own = await mkdtemp(join(folder, 'own-'))
    const store = checkpointFile(join(own, 'checkpoint'), jsonCodec)
    await store.write(example)
    await store.write({ ...example, epoch: 5 })
    expect(await readdir(own)).toEqual(['checkpoint'])
    expect(await store.read()).toMatchObject({ epoch: 5 })
  })

  it('follows a symbolic link', async () => {
    const link = join(folder, 'link')
    await symlink('target', link)
    await checkpointFile(link, jsonCodec).write(example)
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(await checkpointFile(join(folder, 'target'), jsonCodec).read()).toEqual(example)
  })

  it('never accepts a damaged file', async () => {
    const path = join(folder, 'damaged')
    const store = checkpointFile(path, jsonCodec)
    await store.write(example)
    const whole = await readFile(path)
    const damage = fc.record({ at: fc.nat(whole.length - 1), bit: fc.nat(7) })
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, bit }) => {
        const bytes = Uint8Array.from(whole)
        bytes[at] ^= 1 << bit
        await writeFile(path, bytes)
        // The codec of this test skips some characters: then the contents are whole, and equal.
        const result = await store.read().catch((error: Error) => error)
        if (result instanceof Error) {
          expect(result.message).toMatch(
            /is damaged: .*Restore the file, or delete it|is not a training checkpoint/,
          )
        } else {
          expect(result).toEqual(example)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('rejects a truncated file', async () => {
    const path = join(folder, 'truncated')
    const store = checkpointFile(path, jsonCodec)
    await store.write(example)
    const whole = await readFile(path)
    for (const length of [0, 1, whole.length >> 1, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length))
      await expect(store.read()).rejects.toThrow(/Checkpoint .*truncated is damaged: /)
    }
  })

  it('rejects changed numbers with the old checksum', async () => {
    const path = join(folder, 'changed')
    const store = checkpointFile(path, jsonCodec)
    await store.write(example)
    await writeFile(path, (await readFile(path, 'utf8')).replace('\\"epoch\\":3', '\\"epoch\\":4'))
    await expect(store.read()).rejects.toThrow(
      `Checkpoint ${path} is damaged: its checksum does not match its contents. ` +
        'Restore the file, or delete it to start a new run.',
    )
  })

  it('rejects a file of the same container that is not a checkpoint', async () => {
    const path = join(folder, 'model')
    await writeFile(path, jsonCodec.encode(example.weights, { format: 'a-model' }))
    await expect(checkpointFile(path, jsonCodec).read()).rejects.toThrow(
      `${path} is not a training checkpoint: expected \`format\` tunekit-checkpoint-1 in its metadata, got a-model.`,
    )
  })

  it('names the file that it cannot write', async () => {
    const path = join(folder, 'a folder')
    await mkdir(join(path, 'with a file'), { recursive: true })
    await expect(checkpointFile(path, jsonCodec).write(example)).rejects.toThrow(
      `Cannot write checkpoint ${path}: EISDIR`,
    )
  })

  it('throws at creation if its folder is missing', () => {
    const path = join(folder, 'no such folder', 'checkpoint')
    expect(() => checkpointFile(path, jsonCodec)).toThrow(
      `Cannot keep a checkpoint at ${path}: ${join(folder, 'no such folder')} is not a folder. Create it first.`,
    )
  })
})

const example: Checkpoint = {
  epoch: 3,
  step: 23,
  stepInEpoch: 2,
  seconds: 0.25,
  seed: 42,
  batchSize: 8,
  dataSize: 50,
  config: { optimizer: 'momentum' },
  weights: { 'conv1.weight': { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, -2, 3.5, 1e-40) } },
  optimizer: [
    { name: 'iter', dtype: 'int32', shape: [], data: Int32Array.of(23) },
    { name: 'conv1.weight/m', dtype: 'float32', shape: [2, 2], data: Float32Array.of(0, -0, 1, 2) },
  ],
}

function anyCheckpoint(): fc.Arbitrary<Checkpoint> {
  const tensor: fc.Arbitrary<TensorData> = fc.oneof(
    fc.float32Array().map((data) => ({ dtype: 'float32' as const, shape: [data.length], data })),
    fc.int32Array().map((data) => ({ dtype: 'int32' as const, shape: [data.length], data })),
  )
  const name = fc.stringMatching(/^[a-z0-9./]+$/)
  return fc.record({
    epoch: fc.nat(),
    step: fc.nat(),
    stepInEpoch: fc.nat(),
    seconds: fc.nat(),
    seed: fc.integer(),
    batchSize: fc.nat(),
    dataSize: fc.nat(),
    config: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))), // JSON has no -0
    weights: fc.dictionary(name, tensor, { noNullPrototype: true }),
    optimizer: fc.array(
      fc.tuple(name, tensor).map(([name, data]) => ({ name, ...data })),
      { maxLength: 15 },
    ),
  })
}
