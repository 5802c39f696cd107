import { Address } from './address'
import { BLOCK, storeLanes } from './lanes'

/**
 * One step of an optimizer's rule on one parameter of `n` floats, in one pass, for the blocks `from` to `to`. The
 * accumulators are changed in place; `update` may be the gradient. Every operation is a float32 one, in the order
 * written.
 */

/** update = gradient + parameter · weightDecay */
export function l2(
  gradient: Address, parameter: Address, update: Address, n: i32, weightDecay: f32, from: i32, to: i32,
): void {
  const decay = f32x4.splat(weightDecay)
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    storeLanes(update + at, f32x4.add(v128.load(gradient + at), f32x4.mul(v128.load(parameter + at), decay)), lanesOf(at, end))
  }
}

/** update = gradient · −learningRate */
export function sgd(gradient: Address, update: Address, n: i32, learningRate: f32, from: i32, to: i32): void {
  const size = f32x4.splat(-learningRate)
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    storeLanes(update + at, f32x4.mul(v128.load(gradient + at), size), lanesOf(at, end))
  }
}

/**
 *     b = b · momentum + gradient
 *     d = b · momentum + gradient if nesterov, else b
 *     update = d · −learningRate
 */
export function sgdMomentum(
  gradient: Address, b: Address, update: Address, n: i32,
  learningRate: f32, momentum: f32, nesterov: bool, from: i32, to: i32,
): void {
  const size = f32x4.splat(-learningRate)
  const decay = f32x4.splat(momentum)
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    const lanes = lanesOf(at, end)
    const g = v128.load(gradient + at)
    const buffer = f32x4.add(f32x4.mul(v128.load(b + at), decay), g)
    const direction = nesterov ? f32x4.add(f32x4.mul(buffer, decay), g) : buffer
    storeLanes(b + at, buffer, lanes)
    storeLanes(update + at, f32x4.mul(direction, size), lanes)
  }
}

/**
 *     m = m · beta1 + gradient · gain1
 *     v = v · beta2 + (gradient · gradient) · gain2
 *     update = (m / (√v + epsilon)) · −stepSize
 */
export function adam(
  gradient: Address, m: Address, v: Address, update: Address, n: i32,
  beta1: f32, gain1: f32, beta2: f32, gain2: f32, epsilon: f32, stepSize: f32, from: i32, to: i32,
): void {
  const size = f32x4.splat(-stepSize)
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    const lanes = lanesOf(at, end)
    const g = v128.load(gradient + at)
    const mean = average(m + at, beta1, g, gain1)
    const square = average(v + at, beta2, f32x4.mul(g, g), gain2)
    storeLanes(m + at, mean, lanes)
    storeLanes(v + at, square, lanes)
    storeLanes(update + at, f32x4.mul(f32x4.div(mean, root(square, epsilon)), size), lanes)
  }
}

/**
 *     m = m · beta1 + gradient · gain1
 *     v = v · beta2 + (gradient · gradient) · gain2
 *     update = (m · −stepSize + gradient · −gradientStepSize) / (√v + epsilon)
 */
export function nadam(
  gradient: Address, m: Address, v: Address, update: Address, n: i32,
  beta1: f32, gain1: f32, beta2: f32, gain2: f32, epsilon: f32, stepSize: f32, gradientStepSize: f32, from: i32, to: i32,
): void {
  const size = f32x4.splat(-stepSize)
  const gradientSize = f32x4.splat(-gradientStepSize)
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    const lanes = lanesOf(at, end)
    const g = v128.load(gradient + at)
    const mean = average(m + at, beta1, g, gain1)
    const square = average(v + at, beta2, f32x4.mul(g, g), gain2)
    const ahead = f32x4.add(f32x4.mul(mean, size), f32x4.mul(g, gradientSize))
    storeLanes(m + at, mean, lanes)
    storeLanes(v + at, square, lanes)
    storeLanes(update + at, f32x4.div(ahead, root(square, epsilon)), lanes)
  }
}

/**
 *     m = m · beta1 + gradient · gain1
 *     d = gradient − m
 *     s = (s · beta2 + (d · d) · gain2) + epsilonRoot
 *     update = (m / (√s + epsilon)) · −stepSize
 */
export function adaBelief(
  gradient: Address, m: Address, s: Address, update: Address, n: i32,
  beta1: f32, gain1: f32, beta2: f32, gain2: f32, epsilon: f32, epsilonRoot: f32, stepSize: f32, from: i32, to: i32,
): void {
  const size = f32x4.splat(-stepSize)
  const under = f32x4.splat(epsilonRoot)
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    const lanes = lanesOf(at, end)
    const g = v128.load(gradient + at)
    const mean = average(m + at, beta1, g, gain1)
    const surprise = f32x4.sub(g, mean)
    const square = f32x4.add(average(s + at, beta2, f32x4.mul(surprise, surprise), gain2), under)
    storeLanes(m + at, mean, lanes)
    storeLanes(s + at, square, lanes)
    storeLanes(update + at, f32x4.mul(f32x4.div(mean, root(square, epsilon)), size), lanes)
  }
}

/** old · beta + value · gain */
// @ts-ignore: decorator
@inline
function average(old: usize, beta: f32, value: v128, gain: f32): v128 {
  return f32x4.add(f32x4.mul(v128.load(old), f32x4.splat(beta)), f32x4.mul(value, f32x4.splat(gain)))
}

/** √square + epsilon */
// @ts-ignore: decorator
@inline
function root(square: v128, epsilon: f32): v128 {
  return f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon))
}

/** Byte offset of a block. */
// @ts-ignore: decorator
@inline
function startOf(block: i32): usize {
  return <usize>(block * BLOCK) << 2
}

/** Byte offset where the last block before `block` ends. */
// @ts-ignore: decorator
@inline
function endOf(block: i32, n: i32): usize {
  return <usize>min(block * BLOCK, n) << 2
}

// @ts-ignore: decorator
@inline
function lanesOf(at: usize, end: usize): i32 {
  return <i32>((end - at) >> 2)
}
