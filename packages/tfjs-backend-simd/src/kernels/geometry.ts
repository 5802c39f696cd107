import type { backend_util } from '@tensorflow/tfjs-core'
import { UncoveredCall } from '../native/uncovered-call.ts'

/*
 * Kernels use these functions to read every attribute that becomes an offset, a size or a count in memory. A call with other
 * numbers is left to the stock kernel.
 */

/**
 * Reads counts from an attribute.
 *
 * @param attribute A number or a list of numbers
 * @param length The number of counts, if it is known
 * @returns The numbers, all integers from 0 to 2³¹ − 1
 * @throws {UncoveredCall} If the attribute has other numbers
 */
export function countsOf(attribute: unknown, length?: number): number[] {
  const counts = [attribute].flat() as number[]
  if (!counts.every(isCount) || (length !== undefined && counts.length !== length)) {
    throw new UncoveredCall(`Expected ${length ?? 'only'} non-negative integers, got [${counts}].`)
  }
  return counts
}

/**
 * Reads axes from an attribute.
 *
 * @param attribute An axis or a list of axes, counted from the end if negative; undefined means all axes
 * @returns Different axes, counted from the first
 * @throws {UncoveredCall} If the attribute has other values
 */
export function axesOf(attribute: unknown, { length: rank }: readonly number[]): number[] {
  const listed =
    attribute === undefined || attribute === null ? Array.from({ length: rank }, (_, i) => i) : attribute
  const axes = ([listed].flat() as number[]).map((axis) => (axis < 0 ? axis + rank : axis))
  if (!axes.every((axis) => isCount(axis) && axis < rank) || new Set(axes).size < axes.length) {
    throw new UncoveredCall(`Expected different axes of ${rank} dimensions, got [${axes}].`)
  }
  return axes
}

/** Reads a single axis from an attribute, like {@link axesOf}. The attribute must not be undefined. */
export function axisOf(attribute: unknown, shape: readonly number[]): number {
  const axes = axesOf(attribute ?? [], shape)
  if (axes.length !== 1) throw new UncoveredCall(`Expected one axis, got [${axes}].`)
  return axes[0]
}

/**
 * Checks the windows of a convolution or pooling of [n, height, width, channels] with a filter of rank 4.
 *
 * @throws {UncoveredCall} If a size or border is not a count, or a stride, dilation or window is 0
 */
export function checkWindows(
  inputShape: readonly number[],
  filterShape: readonly number[],
  info: backend_util.Conv2DInfo,
): void {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, filterHeight, filterWidth } = info
  const { padInfo, outShape, effectiveFilterHeight, effectiveFilterWidth } = info
  countsOf(inputShape, 4)
  countsOf(filterShape, 4)
  countsOf([...outShape, padInfo.top, padInfo.left, effectiveFilterHeight, effectiveFilterWidth])
  countsOf(filterHeight * filterWidth)
  const steps = countsOf([
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    filterHeight,
    filterWidth,
  ])
  if (steps.includes(0)) {
    throw new UncoveredCall(`Expected strides, dilations and windows of 1 or more, got [${steps}].`)
  }
}

/** The largest count that an argument of an operation can hold: an int32. */
const MOST_COUNT = 2 ** 31 - 1

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MOST_COUNT
}
