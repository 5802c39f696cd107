import type { IdxArray } from '../idx/idx-array.ts'

/**
 * Swaps rows and columns of every image. It makes the transposed images of EMNIST's files upright.
 *
 * @param images uint8 of shape [count, height, width]
 * @returns A copy of shape [count, width, height]
 * @throws {TypeError} If `images` are not uint8 of rank 3
 *
 * @example
 * const upright = transposeImages(await readIdx(bytes)) // of emnist-letters-train-images-idx3-ubyte.gz
 */
export function transposeImages(images: IdxArray): IdxArray<Uint8Array> {
  const { shape, data } = images
  if (!(data instanceof Uint8Array) || shape.length !== 3) {
    throw new TypeError(
      `\`images\` cannot be transposed: expected a Uint8Array of rank 3, got a ${data.constructor.name} of rank ${shape.length}.`,
    )
  }
  const [count, height, width] = shape as readonly [number, number, number]
  const upright = new Uint8Array(data.length)
  let target = 0
  for (let image = 0; image < count; image++) {
    const start = image * height * width
    for (let column = 0; column < width; column++) {
      for (let row = 0; row < height; row++) upright[target++] = data[start + row * width + column]!
    }
  }
  return { shape: [count, width, height], data: upright }
}
