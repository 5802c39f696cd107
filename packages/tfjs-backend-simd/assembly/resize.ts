import { Address } from './address'
import { highDoubles, lowDoubles, narrowDoubles, storeLanes } from './vectors'

/** Bytes of an entry in the table of a bilinear resizing, one for each row and column of the result. */
const ENTRY_BYTES: usize = 16

/**
 * y[b, r, c] = x[b, rows[r], columns[c]], NHWC, for the rows `from` to `to` over all images.
 *
 * @param table The indices `rows`, followed by `columns`
 */
export function resizeNearest(
  x: Address,
  y: Address,
  table: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const columns = table + ((<usize>outHeight) << 2)
  let q = y + <usize>(from * outWidth) * pixel
  for (let unit = from; unit < to; unit++) {
    const b = unit / outHeight
    const row = load<i32>(table + ((<usize>(unit - b * outHeight)) << 2))
    const line = x + <usize>((b * height + row) * width) * pixel
    for (let c = 0; c < outWidth; c++) {
      const p = line + <usize>load<i32>(columns + ((<usize>c) << 2)) * pixel
      for (let d = 0; d < channels; d += 4)
        storeLanes(q + ((<usize>d) << 2), v128.load(p + ((<usize>d) << 2)), channels - d)
      q += pixel
    }
  }
}

/**
 * dx[b, r, c] = Σ dy over the places to which `resizeNearest` copied x[b, r, c], for the rows `from` to `to` of dx. In float64.
 *
 * @param table For each row r of dx the first row of dy; the next entry is the end. The same for the columns follows, after
 *   `height` + 1 words.
 */
export function resizeNearestGradient(
  dy: Address,
  dx: Address,
  table: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const columns = table + ((<usize>(height + 1)) << 2)
  let q = dx + <usize>(from * width) * pixel
  for (let unit = from; unit < to; unit++) {
    const b = unit / height
    const entry = table + ((<usize>(unit - b * height)) << 2)
    const firstRow = b * outHeight + load<i32>(entry)
    const endRow = b * outHeight + load<i32>(entry, 4)
    for (let c = 0; c < width; c++) {
      const first = load<i32>(columns + ((<usize>c) << 2))
      const end = load<i32>(columns + ((<usize>c) << 2), 4)
      for (let d = 0; d < channels; d += 4) {
        let low = f64x2.splat(0)
        let high = f64x2.splat(0)
        for (let row = firstRow; row < endRow; row++) {
          let p = dy + <usize>(row * outWidth + first) * pixel + ((<usize>d) << 2)
          for (let column = first; column < end; column++) {
            const v = v128.load(p)
            low = f64x2.add(low, lowDoubles(v))
            high = f64x2.add(high, highDoubles(v))
            p += pixel
          }
        }
        storeLanes(q + ((<usize>d) << 2), narrowDoubles(low, high), channels - d)
      }
      q += pixel
    }
  }
}

/**
 * y[b, r, c] = the weighted mean of the four x around a place, in float64, for the rows `from` to `to` over all images.
 *
 * @param table An entry for each row of y, followed by an entry for each column: the index before the place, the index after it,
 *   and the distance of the place from the first, as a float64
 */
export function resizeBilinear(
  x: Address,
  y: Address,
  table: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const columns = table + <usize>outHeight * ENTRY_BYTES
  let q = y + <usize>(from * outWidth) * pixel
  for (let unit = from; unit < to; unit++) {
    const b = unit / outHeight
    const row = table + <usize>(unit - b * outHeight) * ENTRY_BYTES
    const top = x + <usize>((b * height + load<i32>(row)) * width) * pixel
    const bottom = x + <usize>((b * height + load<i32>(row, 4)) * width) * pixel
    const down = f64x2.splat(load<f64>(row, 8))
    for (let column = columns; column < columns + <usize>outWidth * ENTRY_BYTES; column += ENTRY_BYTES) {
      const left = <usize>load<i32>(column) * pixel
      const right = <usize>load<i32>(column, 4) * pixel
      const across = f64x2.splat(load<f64>(column, 8))
      for (let d = 0; d < channels; d += 4) {
        const at = (<usize>d) << 2
        const topLeft = v128.load(top + left + at),
          topRight = v128.load(top + right + at)
        const bottomLeft = v128.load(bottom + left + at),
          bottomRight = v128.load(bottom + right + at)
        const low = between(
          between(lowDoubles(topLeft), lowDoubles(topRight), across),
          between(lowDoubles(bottomLeft), lowDoubles(bottomRight), across),
          down,
        )
        const high = between(
          between(highDoubles(topLeft), highDoubles(topRight), across),
          between(highDoubles(bottomLeft), highDoubles(bottomRight), across),
          down,
        )
        storeLanes(q + at, narrowDoubles(low, high), channels - d)
      }
      q += pixel
    }
  }
}

/** Adds each dy to the four dx that `resizeBilinear` weighted, with the same weights, for the images `from` to `to`. */
export function resizeBilinearGradient(
  dy: Address,
  dx: Address,
  table: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const columns = table + <usize>outHeight * ENTRY_BYTES
  const image = <usize>(height * width) * pixel
  const one = f64x2.splat(1)
  let p = dy + <usize>(from * outHeight * outWidth) * pixel
  for (let b = from; b < to; b++) {
    const q = dx + <usize>b * image
    memory.fill(q, 0, image)
    for (let row = table; row < columns; row += ENTRY_BYTES) {
      const top = q + <usize>(load<i32>(row) * width) * pixel
      const bottom = q + <usize>(load<i32>(row, 4) * width) * pixel
      const down = f64x2.splat(load<f64>(row, 8))
      const up = f64x2.sub(one, down)
      for (let column = columns; column < columns + <usize>outWidth * ENTRY_BYTES; column += ENTRY_BYTES) {
        const left = <usize>load<i32>(column) * pixel
        const right = <usize>load<i32>(column, 4) * pixel
        const across = f64x2.splat(load<f64>(column, 8))
        const back = f64x2.sub(one, across)
        for (let d = 0; d < channels; d += 4) {
          const at = (<usize>d) << 2
          const v = v128.load(p + at)
          addShare(top + left + at, v, f64x2.mul(up, back), channels - d)
          addShare(top + right + at, v, f64x2.mul(up, across), channels - d)
          addShare(bottom + left + at, v, f64x2.mul(down, back), channels - d)
          addShare(bottom + right + at, v, f64x2.mul(down, across), channels - d)
        }
        p += pixel
      }
    }
  }
}

/** a + (b − a)·t */
// @inline
function between(a: v128, b: v128, t: v128): v128 {
  return f64x2.add(a, f64x2.mul(f64x2.sub(b, a), t))
}

// @inline
function addShare(address: usize, v: v128, weight: v128, count: i32): void {
  const sum = v128.load(address)
  const low = f64x2.add(lowDoubles(sum), f64x2.mul(lowDoubles(v), weight))
  const high = f64x2.add(highDoubles(sum), f64x2.mul(highDoubles(v), weight))
  storeLanes(address, narrowDoubles(low, high), count)
}
