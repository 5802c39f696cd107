import { storeLanes } from './lanes'

/**
 * One step of an optimizer's rule on one parameter of `n` floats, in one pass. Nothing is changed in place: each
 * result has a buffer of its own. Every operation is a float32 one, in the order written.
 */

/** update = gradient + parameter · weightDecay */
export function l2(gradient: usize, parameter: usize, update: usize, n: i32, weightDecay: f32): void {
  const decay = f32x4.splat(weightDecay)
  for (let i = n; i > 0; i -= 4) {
    storeLanes(update, f32x4.add(v128.load(gradient), f32x4.mul(v128.load(parameter), decay)), i)
    gradient += 16
    parameter += 16
    update += 16
  }
}

/** update = gradient · −learningRate */
export function sgd(gradient: usize, update: usize, n: i32, learningRate: f32): void {
  const size = f32x4.splat(-learningRate)
  for (let i = n; i > 0; i -= 4) {
    storeLanes(update, f32x4.mul(v128.load(gradient), size), i)
    gradient += 16
    update += 16
  }
}

/**
 *     b = b · momentum + gradient
 *     d = b · momentum + gradient if nesterov, else b
 *     update = d · −learningRate
 */
export function sgdMomentum(
  gradient: usize, b: usize, update: usize, nextB: usize, n: i32, learningRate: f32, momentum: f32, nesterov: bool,
): void {
  const size = f32x4.splat(-learningRate)
  const decay = f32x4.splat(momentum)
  for (let i = n; i > 0; i -= 4) {
    const g = v128.load(gradient)
    const buffer = f32x4.add(f32x4.mul(v128.load(b), decay), g)
    const direction = nesterov ? f32x4.add(f32x4.mul(buffer, decay), g) : buffer
    storeLanes(nextB, buffer, i)
    storeLanes(update, f32x4.mul(direction, size), i)
    gradient += 16
    b += 16
    update += 16
    nextB += 16
  }
}

/**
 *     m = m · beta1 + gradient · gain1
 *     v = v · beta2 + (gradient · gradient) · gain2
 *     update = (m / (√v + epsilon)) · −stepSize
 */
export function adam(
  gradient: usize, m: usize, v: usize, update: usize, nextM: usize, nextV: usize, n: i32,
  beta1: f32, gain1: f32, beta2: f32, gain2: f32, epsilon: f32, stepSize: f32,
): void {
  const size = f32x4.splat(-stepSize)
  for (let i = n; i > 0; i -= 4) {
    const g = v128.load(gradient)
    const mean = average(m, beta1, g, gain1)
    const square = average(v, beta2, f32x4.mul(g, g), gain2)
    storeLanes(nextM, mean, i)
    storeLanes(nextV, square, i)
    storeLanes(update, f32x4.mul(f32x4.div(mean, root(square, epsilon)), size), i)
    gradient += 16
    m += 16
    v += 16
    update += 16
    nextM += 16
    nextV += 16
  }
}

/**
 *     m = m · beta1 + gradient · gain1
 *     v = v · beta2 + (gradient · gradient) · gain2
 *     update = (m · −stepSize + gradient · −gradientStepSize) / (√v + epsilon)
 */
export function nadam(
  gradient: usize, m: usize, v: usize, update: usize, nextM: usize, nextV: usize, n: i32,
  beta1: f32, gain1: f32, beta2: f32, gain2: f32, epsilon: f32, stepSize: f32, gradientStepSize: f32,
): void {
  const size = f32x4.splat(-stepSize)
  const gradientSize = f32x4.splat(-gradientStepSize)
  for (let i = n; i > 0; i -= 4) {
    const g = v128.load(gradient)
    const mean = average(m, beta1, g, gain1)
    const square = average(v, beta2, f32x4.mul(g, g), gain2)
    const ahead = f32x4.add(f32x4.mul(mean, size), f32x4.mul(g, gradientSize))
    storeLanes(nextM, mean, i)
    storeLanes(nextV, square, i)
    storeLanes(update, f32x4.div(ahead, root(square, epsilon)), i)
    gradient += 16
    m += 16
    v += 16
    update += 16
    nextM += 16
    nextV += 16
  }
}

/**
 *     m = m · beta1 + gradient · gain1
 *     d = gradient − m
 *     s = (s · beta2 + (d · d) · gain2) + epsilonRoot
 *     update = (m / (√s + epsilon)) · −stepSize
 */
export function adaBelief(
  gradient: usize, m: usize, s: usize, update: usize, nextM: usize, nextS: usize, n: i32,
  beta1: f32, gain1: f32, beta2: f32, gain2: f32, epsilon: f32, epsilonRoot: f32, stepSize: f32,
): void {
  const size = f32x4.splat(-stepSize)
  const under = f32x4.splat(epsilonRoot)
  for (let i = n; i > 0; i -= 4) {
    const g = v128.load(gradient)
    const mean = average(m, beta1, g, gain1)
    const surprise = f32x4.sub(g, mean)
    const square = f32x4.add(average(s, beta2, f32x4.mul(surprise, surprise), gain2), under)
    storeLanes(nextM, mean, i)
    storeLanes(nextS, square, i)
    storeLanes(update, f32x4.mul(f32x4.div(mean, root(square, epsilon)), size), i)
    gradient += 16
    m += 16
    s += 16
    update += 16
    nextM += 16
    nextS += 16
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
