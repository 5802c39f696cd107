import { Address } from './address'
import { laneMask } from './vectors'

/**
 * Formulas for each element of vectors, in one pass: a program of instructions is run on one block of elements after the
 * other, so that what lies between two instructions stays in the cache.
 *
 * An instruction is six words: which operation, four operands and the result. Operands and results go by numbers: first
 * the vectors, then constants, then registers, which hold a block. Every operation is a float32 one.
 */

/** Floats in a block of a program. */
const BLOCK: i32 = 512
const BLOCK_BYTES: usize = 2048
const INSTRUCTION_BYTES: usize = 24

/** Where an operand is: an address, the bytes from one block to the next, and from one vector of four to the next. */
const OPERAND_BYTES: usize = 12

const ADD: i32 = 0
const SUB: i32 = 1
const MULTIPLY: i32 = 2
const DIVIDE: i32 = 3
const MAXIMUM: i32 = 4
const MINIMUM: i32 = 5
const GREATER: i32 = 6
const SELECT: i32 = 7
const SQRT: i32 = 8
const SQUARE: i32 = 9
const ABS: i32 = 10
const SIGN: i32 = 11
const COPY: i32 = 12
// Several operations in one, each rounded by itself.
const MULTIPLY_ADD: i32 = 13 // a · b + c
const TWO_PRODUCTS: i32 = 14 // a · b + c · d
const PRODUCT_AND_SQUARE: i32 = 15 // a · b + (c · c) · d
const DIVIDE_BY_ROOT: i32 = 16 // a / (√b + c)

/**
 * Runs a program on the blocks `from` to `to` of vectors of n floats.
 *
 * @param program `instructions` instructions
 * @param vectors Two words for each of `vectorCount` vectors: its address, and 1 if it has one float for all elements
 * @param constants `constantCount` floats
 * @param registers How many the program uses
 * @param scratch 64 times `scratchBytes`: no two slices of a command get the same one
 * @param units Of the command
 */
export function formulas(
  program: Address, instructions: i32, vectors: Address, vectorCount: i32, constants: Address, constantCount: i32,
  registers: i32, size: i32, scratch: Address, scratchBytes: i32, units: i32, from: i32, to: i32,
): void {
  const operands = prepare(
    scratch + scratchOf(from, units) * scratchBytes, vectors, vectorCount, constants, constantCount, registers,
  )
  for (let block = from; block < to; block++) runBlock(program, instructions, operands, block, size)
}

/**
 * Runs a program likewise, and sums its last result up over each block.
 *
 * @param sums A float64 for each block
 */
export function formulaSums(
  program: Address, instructions: i32, vectors: Address, vectorCount: i32, constants: Address, constantCount: i32,
  registers: i32, size: i32, scratch: Address, scratchBytes: i32, units: i32, sums: Address, from: i32, to: i32,
): void {
  const operands = prepare(
    scratch + scratchOf(from, units) * scratchBytes, vectors, vectorCount, constants, constantCount, registers,
  )
  const last = operands + <usize>load<i32>(program + <usize>(instructions - 1) * INSTRUCTION_BYTES, 20) * OPERAND_BYTES
  for (let block = from; block < to; block++) {
    runBlock(program, instructions, operands, block, size)
    store<f64>(sums + (<usize>block << 3), sumOf(load<usize>(last), min(BLOCK, size - block * BLOCK)))
  }
}

/** y = Σ of the `count` float64 at `sums`, as a float32. One unit. */
export function addSums(sums: Address, y: Address, count: i32, from: i32, to: i32): void {
  let sum: f64 = 0
  for (let i = 0; i < count; i++) sum += load<f64>(sums + (<usize>i << 3))
  store<f32>(y, <f32>sum)
}

/** A number below 64 that no other slice of a command with these units has. */
// @ts-ignore: decorator
@inline
function scratchOf(from: i32, units: i32): usize {
  return units <= 64 ? from : <usize>((<i64>from << 6) / units)
}

/** Writes down where operands are, and gives each number that stands for all elements a vector of its own. */
function prepare(
  scratch: usize, vectors: usize, vectorCount: i32, constants: usize, constantCount: i32, registers: i32,
): usize {
  const operands = scratch
  let at = scratch
  let room = (scratch + <usize>(vectorCount + constantCount + registers) * OPERAND_BYTES + 15) & ~15
  for (let i = 0; i < vectorCount; i++) {
    const vector = load<usize>(vectors)
    if (load<i32>(vectors, 4)) {
      v128.store(room, v128.load32_splat(vector))
      place(at, room, 0, 0)
      room += 16
    } else {
      place(at, vector, BLOCK_BYTES, 16)
    }
    vectors += 8
    at += OPERAND_BYTES
  }
  for (let i = 0; i < constantCount; i++) {
    v128.store(room, v128.load32_splat(constants + (<usize>i << 2)))
    place(at, room, 0, 0)
    room += 16
    at += OPERAND_BYTES
  }
  for (let i = 0; i < registers; i++) {
    place(at, room, 0, 16)
    room += BLOCK_BYTES
    at += OPERAND_BYTES
  }
  return operands
}

function place(operand: usize, address: usize, blockBytes: usize, stride: usize): void {
  store<usize>(operand, address)
  store<usize>(operand, blockBytes, 4)
  store<usize>(operand, stride, 8)
}

/** Runs a program on one block. What lies behind the n-th float, in the last vector of four, is computed with the rest. */
function runBlock(program: usize, instructions: i32, operands: usize, block: i32, size: i32): void {
  const bytes = <usize>((min(BLOCK, size - block * BLOCK) + 3) & ~3) << 2
  for (let i = 0; i < instructions; i++) {
    const first = operands + <usize>load<i32>(program, 4) * OPERAND_BYTES
    const second = operands + <usize>load<i32>(program, 8) * OPERAND_BYTES
    const third = operands + <usize>load<i32>(program, 12) * OPERAND_BYTES
    const fourth = operands + <usize>load<i32>(program, 16) * OPERAND_BYTES
    const result = operands + <usize>load<i32>(program, 20) * OPERAND_BYTES
    const a = load<usize>(first) + block * load<usize>(first, 4)
    const b = load<usize>(second) + block * load<usize>(second, 4)
    const c = load<usize>(third) + block * load<usize>(third, 4)
    const d = load<usize>(fourth) + block * load<usize>(fourth, 4)
    const y = load<usize>(result) + block * load<usize>(result, 4)
    compute(
      load<i32>(program), a, load<usize>(first, 8), b, load<usize>(second, 8), c, load<usize>(third, 8),
      d, load<usize>(fourth, 8), y, y + bytes,
    )
    program += INSTRUCTION_BYTES
  }
}

/** One operation on a block: `a` to `d` go on by their strides, the result `y` by 16 bytes. */
function compute(
  operation: i32, a: usize, strideA: usize, b: usize, strideB: usize, c: usize, strideC: usize,
  d: usize, strideD: usize, y: usize, end: usize,
): void {
  switch (operation) {
    case ADD:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.add(v128.load(a), v128.load(b)))
      return
    case SUB:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.sub(v128.load(a), v128.load(b)))
      return
    case MULTIPLY:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.mul(v128.load(a), v128.load(b)))
      return
    case DIVIDE:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.div(v128.load(a), v128.load(b)))
      return
    case MAXIMUM:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.max(v128.load(a), v128.load(b)))
      return
    case MINIMUM:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.min(v128.load(a), v128.load(b)))
      return
    case GREATER:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.gt(v128.load(a), v128.load(b)))
      return
    case SELECT:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC) v128.store(y, v128.bitselect(v128.load(b), v128.load(c), v128.load(a)))
      return
    case SQRT:
      for (; y < end; y += 16, a += strideA) v128.store(y, f32x4.sqrt(v128.load(a)))
      return
    case SQUARE:
      for (; y < end; y += 16, a += strideA) v128.store(y, f32x4.mul(v128.load(a), v128.load(a)))
      return
    case ABS:
      for (; y < end; y += 16, a += strideA) v128.store(y, f32x4.abs(v128.load(a)))
      return
    case SIGN:
      for (; y < end; y += 16, a += strideA) v128.store(y, signOf(v128.load(a)))
      return
    case COPY:
      for (; y < end; y += 16, a += strideA) v128.store(y, v128.load(a))
      return
    case MULTIPLY_ADD:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC) {
        v128.store(y, f32x4.add(f32x4.mul(v128.load(a), v128.load(b)), v128.load(c)))
      }
      return
    case TWO_PRODUCTS:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC, d += strideD) {
        v128.store(y, f32x4.add(f32x4.mul(v128.load(a), v128.load(b)), f32x4.mul(v128.load(c), v128.load(d))))
      }
      return
    case PRODUCT_AND_SQUARE:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC, d += strideD) {
        const square = f32x4.mul(v128.load(c), v128.load(c))
        v128.store(y, f32x4.add(f32x4.mul(v128.load(a), v128.load(b)), f32x4.mul(square, v128.load(d))))
      }
      return
    case DIVIDE_BY_ROOT:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC) {
        v128.store(y, f32x4.div(v128.load(a), f32x4.add(f32x4.sqrt(v128.load(b)), v128.load(c))))
      }
  }
}

/** −1, 0 or 1; of NaN 0, as tfjs has it. */
// @ts-ignore: decorator
@inline
function signOf(x: v128): v128 {
  const one = f32x4.splat(1)
  const zero = f32x4.splat(0)
  const positive = v128.and(f32x4.gt(x, zero), one)
  return f32x4.sub(positive, v128.and(f32x4.lt(x, zero), one))
}

/** The sum of `count` floats, added up in float64. */
function sumOf(x: usize, count: i32): f64 {
  let sum = f64x2.splat(0)
  for (; count > 0; count -= 4, x += 16) {
    const v = count >= 4 ? v128.load(x) : v128.and(v128.load(x), laneMask(count))
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(v))
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)))
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}
