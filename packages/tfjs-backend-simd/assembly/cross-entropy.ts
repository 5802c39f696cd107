import { Address } from './address'
import { storeLanes } from './vectors'
import { exp4, log4 } from './math'
import { rowMax, rowSum } from './reduce'

/**
 * Softmax cross-entropy of rows of logits with an int32 label each, and its gradient, for the rows `from` to `to`:
 *
 *     z = logits − max logits,  total = Σ e^z (summed in float64)
 *     loss = −scale · (z[label] − log total)
 *     gradient = (e^z / total) · scale, less scale at the label
 *
 * A label outside of 0 to classes − 1 is no class: its loss is 0, and nothing is subtracted from the gradient.
 */
export function crossEntropy(
  logits: Address,
  labels: Address,
  losses: Address,
  gradient: Address,
  classes: i32,
  scale: f32,
  from: i32,
  to: i32,
): void {
  const bytes = (<usize>classes) << 2
  const factor = f32x4.splat(scale)
  for (let row = from; row < to; row++) {
    const x = logits + row * bytes
    const y = gradient + row * bytes
    const label = load<i32>(labels + ((<usize>row) << 2))
    const hasLabel = label >= 0 && label < classes
    const largest = f32x4.splat(rowMax(x, classes))
    for (let at: usize = 0; at < bytes; at += 16) {
      storeLanes(y + at, exp4(f32x4.sub(v128.load(x + at), largest)), <i32>((bytes - at) >> 2))
    }
    const sum = <f32>rowSum(y, classes)
    const total = f32x4.splat(sum)
    for (let at: usize = 0; at < bytes; at += 16) {
      storeLanes(y + at, f32x4.mul(f32x4.div(v128.load(y + at), total), factor), <i32>((bytes - at) >> 2))
    }
    let rowLoss: f32 = 0
    if (hasLabel) {
      const place = (<usize>label) << 2
      const z = load<f32>(x + place) - f32x4.extract_lane(largest, 0)
      rowLoss = -scale * (z - f32x4.extract_lane(log4(total), 0))
      store<f32>(y + place, load<f32>(y + place) + -scale)
    }
    store<f32>(losses + ((<usize>row) << 2), rowLoss)
  }
}
