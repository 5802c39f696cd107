/** Reference implementations of the network's layers in float64, from their definitions. */
import type { Activation, LeNet5Config } from '../src/index.ts'

/** A dense float64 array, row-major. */
export interface Array64 {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

const activate: Record<Activation, (z: number) => number> = {
  relu: (z) => Math.max(0, z),
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  linear: (z) => z,
}

export function conv2d(
  x: Array64,
  filter: Array64,
  bias: Array64,
  { activation, padding }: Pick<LeNet5Config, 'activation' | 'padding'>,
): Array64 {
  const [size, height, width, channels] = x.shape
  const [kernelHeight, kernelWidth, , filters] = filter.shape
  const same = padding === 'same'
  const [top, left] = same ? [(kernelHeight - 1) >> 1, (kernelWidth - 1) >> 1] : [0, 0]
  const shape = [
    size,
    same ? height : height - kernelHeight + 1,
    same ? width : width - kernelWidth + 1,
    filters,
  ]
  return fill(shape, ([n, row, column, f]) => {
    let z = bias.data[f]
    for (let i = 0; i < kernelHeight; i++) {
      for (let j = 0; j < kernelWidth; j++) {
        const [r, c] = [row + i - top, column + j - left]
        if (r < 0 || r >= height || c < 0 || c >= width) continue
        for (let d = 0; d < channels; d++) z += at(x, [n, r, c, d]) * at(filter, [i, j, d, f])
      }
    }
    return activate[activation](z)
  })
}

export function pool(x: Array64, pooling: LeNet5Config['pooling']): Array64 {
  const [size, height, width, channels] = x.shape
  return fill([size, height >> 1, width >> 1, channels], ([n, row, column, d]) => {
    const window = [0, 1, 2, 3].map((k) => at(x, [n, 2 * row + (k >> 1), 2 * column + (k & 1), d]))
    return pooling === 'max' ? Math.max(...window) : window.reduce((sum, value) => sum + value) / 4
  })
}

export function flatten(x: Array64): Array64 {
  return { shape: [x.shape[0], x.data.length / x.shape[0]], data: x.data }
}

export function dense(x: Array64, weight: Array64, bias: Array64, activation: Activation): Array64 {
  const [inputs, outputs] = weight.shape
  return fill([x.shape[0], outputs], ([n, out]) => {
    let z = bias.data[out]
    for (let i = 0; i < inputs; i++) z += at(x, [n, i]) * at(weight, [i, out])
    return activate[activation](z)
  })
}

/** The whole network; `parameters` in canonical order. */
export function lenet5(config: LeNet5Config, images: Array64, parameters: readonly Array64[]): Array64 {
  const [w1, b1, w2, b2, w3, b3, w4, b4, w5, b5] = parameters
  const { activation, pooling } = config
  const maps = pool(conv2d(pool(conv2d(images, w1, b1, config), pooling), w2, b2, config), pooling)
  const hidden = dense(dense(flatten(maps), w3, b3, activation), w4, b4, activation)
  return dense(hidden, w5, b5, 'linear')
}

function fill(shape: readonly number[], value: (index: readonly number[]) => number): Array64 {
  const data = Float64Array.from(
    { length: shape.reduce((product, size) => product * size, 1) },
    (_, flat) => {
      const index = shape.toReversed().map((size) => {
        const position = flat % size
        flat = (flat - position) / size
        return position
      })
      return value(index.toReversed())
    },
  )
  return { shape, data }
}

function at({ shape, data }: Array64, index: readonly number[]): number {
  return data[index.reduce((flat, position, axis) => flat * shape[axis] + position, 0)]
}
