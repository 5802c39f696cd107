/** Random values in [−1, 1), the same for the same seed (a linear congruential sequence). */
export function randomFloats(size: number, seed: number): Float32Array<ArrayBuffer> {
  let state = (seed ^ 0x9e3779b9) >>> 0
  return new Float32Array(size).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) / 2 ** 23 - 1
  })
}
