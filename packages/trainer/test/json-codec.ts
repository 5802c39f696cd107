import type { TensorData } from '../src/checkpoint/checkpoint.ts'
import type { TensorCodec } from '../src/node/checkpoint-file.ts'

/** Tensors and metadata as JSON with base64 numbers, names sorted: a small stand-in for a real container format. */
export const jsonCodec: TensorCodec = {
  encode(tensors, metadata) {
    const entries = Object.entries(tensors)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { dtype, shape, data }]) => {
        const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
        return [name, { dtype, shape, data: bytes.toString('base64') }]
      })
    return Buffer.from(JSON.stringify({ tensors: Object.fromEntries(entries), metadata }))
  },
  decode(bytes) {
    const { tensors, metadata } = JSON.parse(new TextDecoder().decode(bytes))
    if (!tensors || !metadata) throw new Error('expected tensors and metadata.')
    for (const tensor of Object.values<{ dtype: TensorData['dtype']; data: unknown }>(tensors)) {
      const { buffer } = Uint8Array.from(Buffer.from(String(tensor.data), 'base64'))
      tensor.data = tensor.dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer)
    }
    return { tensors, metadata }
  },
}
