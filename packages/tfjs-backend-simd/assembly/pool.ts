import { Address } from './address'
import { storeLanes } from './vectors'

/**
 * The largest float of each window, NHWC, four channels at a time, for the images `from` to `to`. `top` and `left` are the
 * padding: a window is cut to the image, as on the cpu backend. NaN never compares larger, so it is skipped.
 */
export function maxPool(
  x: Address,
  y: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  pool(
    false,
    x,
    y,
    height,
    width,
    channels,
    outHeight,
    outWidth,
    windowHeight,
    windowWidth,
    strideHeight,
    strideWidth,
    top,
    left,
    from,
    to,
  )
}

/** The mean of each window, without the padding. */
export function averagePool(
  x: Address,
  y: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  pool(
    true,
    x,
    y,
    height,
    width,
    channels,
    outHeight,
    outWidth,
    windowHeight,
    windowWidth,
    strideHeight,
    strideWidth,
    top,
    left,
    from,
    to,
  )
}

// @inline
function pool(
  average: bool,
  x: usize,
  y: usize,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const row = <usize>width * pixel
  x += <usize>(from * height) * row
  y += <usize>(from * outHeight * outWidth) * pixel
  for (let b = from; b < to; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideHeight - top
      const yStart = max(0, y0),
        yEnd = min(height, y0 + windowHeight)
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideWidth - left
        const xStart = max(0, x0),
          xEnd = min(width, x0 + windowWidth)
        const count = f32x4.splat(<f32>(max(0, yEnd - yStart) * max(0, xEnd - xStart)))
        for (let c = 0; c < channels; c += 4) {
          let result = f32x4.splat(average ? 0 : -Infinity)
          for (let iy = yStart; iy < yEnd; iy++) {
            let p = x + iy * row + xStart * pixel + ((<usize>c) << 2)
            for (let ix = xStart; ix < xEnd; ix++) {
              const v = v128.load(p)
              result = average ? f32x4.add(result, v) : f32x4.pmax(result, v)
              p += pixel
            }
          }
          storeLanes(y + ((<usize>c) << 2), average ? f32x4.div(result, count) : result, channels - c)
        }
        y += pixel
      }
    }
    x += <usize>height * row
  }
}

/** Adds each dy to the largest x in its window, the first of equals or, with `takesLast`, the last. */
export function maxPoolGradient(
  x: Address,
  dy: Address,
  dx: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  takesLast: bool,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const row = <usize>width * pixel
  const ifEqual = i32x4.splat(takesLast ? -1 : 0)
  x += <usize>(from * height) * row
  dx += <usize>(from * height) * row
  dy += <usize>(from * outHeight * outWidth) * pixel
  for (let b = from; b < to; b++) {
    memory.fill(dx, 0, <usize>height * row)
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideHeight - top
      const yStart = max(0, y0),
        yEnd = min(height, y0 + windowHeight)
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideWidth - left
        const xStart = max(0, x0),
          xEnd = min(width, x0 + windowWidth)
        for (let c = 0; c < channels; c += 4) {
          const corner = yStart * row + xStart * pixel + ((<usize>c) << 2)
          let largest = f32x4.splat(-Infinity)
          let place = i32x4.splat(-1)
          let here = i32x4.splat(0)
          for (let iy = yStart; iy < yEnd; iy++) {
            let p = x + corner + <usize>(iy - yStart) * row
            for (let ix = xStart; ix < xEnd; ix++) {
              const v = v128.load(p)
              const larger = v128.or(f32x4.gt(v, largest), v128.and(f32x4.eq(v, largest), ifEqual))
              largest = v128.bitselect(v, largest, larger)
              place = v128.bitselect(here, place, larger)
              here = i32x4.add(here, i32x4.splat(1))
              p += pixel
            }
          }
          const d = v128.load(dy + ((<usize>c) << 2))
          here = i32x4.splat(0)
          for (let iy = yStart; iy < yEnd; iy++) {
            let p = dx + corner + <usize>(iy - yStart) * row
            for (let ix = xStart; ix < xEnd; ix++) {
              storeLanes(p, f32x4.add(v128.load(p), v128.and(d, i32x4.eq(place, here))), channels - c)
              here = i32x4.add(here, i32x4.splat(1))
              p += pixel
            }
          }
        }
        dy += pixel
      }
    }
    x += <usize>height * row
    dx += <usize>height * row
  }
}

/** Adds dy / window size to each dx in the window of dy, as on the cpu backend. */
export function averagePoolGradient(
  dy: Address,
  dx: Address,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const row = <usize>width * pixel
  const share = f32x4.splat(<f32>1 / <f32>(windowHeight * windowWidth))
  dx += <usize>(from * height) * row
  dy += <usize>(from * outHeight * outWidth) * pixel
  for (let b = from; b < to; b++) {
    memory.fill(dx, 0, <usize>height * row)
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideHeight - top
      const yStart = max(0, y0),
        yEnd = min(height, y0 + windowHeight)
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideWidth - left
        const xStart = max(0, x0),
          xEnd = min(width, x0 + windowWidth)
        for (let c = 0; c < channels; c += 4) {
          const d = f32x4.mul(v128.load(dy + ((<usize>c) << 2)), share)
          for (let iy = yStart; iy < yEnd; iy++) {
            let p = dx + iy * row + xStart * pixel + ((<usize>c) << 2)
            for (let ix = xStart; ix < xEnd; ix++) {
              storeLanes(p, f32x4.add(v128.load(p), d), channels - c)
              p += pixel
            }
          }
        }
        dy += pixel
      }
    }
    dx += <usize>height * row
  }
}
