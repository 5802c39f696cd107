import type { NativeTensors } from '../native/native-tensors.ts'

/** Copies `rows` rows of `bytes` bytes that lie `stride` bytes apart to where they lie close together. */
export function compactRows(
  backend: NativeTensors,
  from: number,
  to: number,
  rows: number,
  stride: number,
  bytes: number,
): void {
  const share = { units: rows, work: (rows * bytes) / 4 }
  backend.queue.append('copyRows', share, from, to, 1, bytes, 0, 0, stride, bytes)
}
