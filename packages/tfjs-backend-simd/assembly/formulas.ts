import { Address } from './address'
import { sign4 } from './math'
import { highDoubles, laneMask, lowDoubles } from './vectors'

/*
 * Formulas for each element of vectors, computed in one pass: a program of instructions runs on one block of elements after
 * another, so that intermediate values stay in the cache.
 *
 * The operands of an instruction are numbered: first the vectors, then constants, then registers, each of which holds a block.
 * Every operation is a float32 operation.
 */

/**
 * Floats in a block, the unit of {@link formulas}: 2 KiB for each operand, so that the blocks of a usual program fit a
 * first-level cache together.
 */
export const FORMULA_BLOCK_FLOATS: i32 = 512
const BLOCK_BYTES: usize = 2048

/** Words of an instruction: its operation, the numbers of its four operands, and the number of its result. */
export const INSTRUCTION_WORDS: i32 = 6
const INSTRUCTION_BYTES: usize = 24

/** Bytes of the description of an operand: its address, and the bytes from a block and from a vector of four to the next. */
export const OPERAND_BYTES: i32 = 12

/**
 * Blocks of scratch memory of a command: twice the most slices, so that the first units of two slices, scaled to this number and
 * rounded down, are never equal.
 */
export const MOST_SCRATCHES: i32 = 64

/** The operations of an instruction. From MULTIPLY_ADD on, each is several operations, with a rounding after each. */
export const enum FormulaOperation {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  GREATER, // all bits set where a > b: a mask for SELECT
  SELECT, // b where the mask a is set, otherwise c
  SQRT,
  SQUARE,
  ABS,
  SIGN,
  COPY,
  MULTIPLY_ADD, // a · b + c
  TWO_PRODUCTS, // a · b + c · d
  PRODUCT_AND_SQUARE, // a · b + (c · c) · d
  DIVIDE_BY_ROOT, // a / (√b + c)
}

/**
 * Runs a program on vectors of `size` floats, for the blocks `from` to `to`.
 *
 * @param program The address of the instructions
 * @param instructions The number of instructions
 * @param vectors Two words for each vector: its address, and 1 if one float stands for all its elements, otherwise 0
 * @param constants Floats
 * @param registers The number of registers
 * @param scratch MOST_SCRATCHES blocks of `scratchBytes` bytes; no two slices of a command get the same block
 * @param units The units of the command
 * @param sums A float64 for each block, which becomes the sum of the last instruction's results; 0 for none
 */
export function formulas(
  program: Address,
  instructions: i32,
  vectors: Address,
  vectorCount: i32,
  constants: Address,
  constantCount: i32,
  registers: i32,
  size: i32,
  scratch: Address,
  scratchBytes: i32,
  units: i32,
  sums: Address,
  from: i32,
  to: i32,
): void {
  const operands = scratch + scratchOf(from, units) * scratchBytes
  prepare(operands, vectors, vectorCount, constants, constantCount, registers)
  const lastResult = load<i32>(program + <usize>(instructions - 1) * INSTRUCTION_BYTES, 20)
  const last = operands + <usize>lastResult * <usize>OPERAND_BYTES
  for (let block = from; block < to; block++) {
    runBlock(program, instructions, operands, block, size)
    if (sums) {
      const count = min(FORMULA_BLOCK_FLOATS, size - block * FORMULA_BLOCK_FLOATS)
      store<f64>(sums + ((<usize>block) << 3), sumOf(load<usize>(last), count))
    }
  }
}

/** y = Σ of the `count` float64 at `sums`, as a float32. One unit. */
export function addSums(sums: Address, y: Address, count: i32, from: i32, to: i32): void {
  let sum: f64 = 0
  for (let i = 0; i < count; i++) sum += load<f64>(sums + ((<usize>i) << 3))
  store<f32>(y, <f32>sum)
}

/** The number of a block of scratch memory that no other slice of a command with these units has. */
// @inline
function scratchOf(from: i32, units: i32): usize {
  return units <= MOST_SCRATCHES ? from : <usize>(((<i64>from) << 6) / units)
}

/** Writes the descriptions of the operands, and a vector of four for each number that stands for all elements. */
function prepare(
  operands: usize,
  vectors: usize,
  vectorCount: i32,
  constants: usize,
  constantCount: i32,
  registers: i32,
): void {
  let at = operands
  let room = (operands + <usize>(vectorCount + constantCount + registers) * <usize>OPERAND_BYTES + 15) & ~15
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
    v128.store(room, v128.load32_splat(constants + ((<usize>i) << 2)))
    place(at, room, 0, 0)
    room += 16
    at += OPERAND_BYTES
  }
  for (let i = 0; i < registers; i++) {
    place(at, room, 0, 16)
    room += BLOCK_BYTES
    at += OPERAND_BYTES
  }
}

function place(operand: usize, address: usize, blockBytes: usize, stride: usize): void {
  store<usize>(operand, address)
  store<usize>(operand, blockBytes, 4)
  store<usize>(operand, stride, 8)
}

/** Runs a program on one block. The surplus lanes of the last vector are computed like the others. */
function runBlock(program: usize, instructions: i32, operands: usize, block: i32, size: i32): void {
  const bytes = (<usize>((min(FORMULA_BLOCK_FLOATS, size - block * FORMULA_BLOCK_FLOATS) + 3) & ~3)) << 2
  for (let i = 0; i < instructions; i++) {
    const first = operands + <usize>load<i32>(program, 4) * <usize>OPERAND_BYTES
    const second = operands + <usize>load<i32>(program, 8) * <usize>OPERAND_BYTES
    const third = operands + <usize>load<i32>(program, 12) * <usize>OPERAND_BYTES
    const fourth = operands + <usize>load<i32>(program, 16) * <usize>OPERAND_BYTES
    const result = operands + <usize>load<i32>(program, 20) * <usize>OPERAND_BYTES
    const a = load<usize>(first) + block * load<usize>(first, 4)
    const b = load<usize>(second) + block * load<usize>(second, 4)
    const c = load<usize>(third) + block * load<usize>(third, 4)
    const d = load<usize>(fourth) + block * load<usize>(fourth, 4)
    const y = load<usize>(result) + block * load<usize>(result, 4)
    compute(
      load<i32>(program),
      a,
      load<usize>(first, 8),
      b,
      load<usize>(second, 8),
      c,
      load<usize>(third, 8),
      d,
      load<usize>(fourth, 8),
      y,
      y + bytes,
    )
    program += INSTRUCTION_BYTES
  }
}

/** Computes an instruction for one block: `a` to `d` advance by their strides, the result `y` by 16 bytes. */
function compute(
  operation: FormulaOperation,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  c: usize,
  strideC: usize,
  d: usize,
  strideD: usize,
  y: usize,
  end: usize,
): void {
  switch (operation) {
    case FormulaOperation.ADD:
      for (; y < end; y += 16, a += strideA, b += strideB)
        v128.store(y, f32x4.add(v128.load(a), v128.load(b)))
      return
    case FormulaOperation.SUBTRACT:
      for (; y < end; y += 16, a += strideA, b += strideB)
        v128.store(y, f32x4.sub(v128.load(a), v128.load(b)))
      return
    case FormulaOperation.MULTIPLY:
      for (; y < end; y += 16, a += strideA, b += strideB)
        v128.store(y, f32x4.mul(v128.load(a), v128.load(b)))
      return
    case FormulaOperation.DIVIDE:
      for (; y < end; y += 16, a += strideA, b += strideB)
        v128.store(y, f32x4.div(v128.load(a), v128.load(b)))
      return
    case FormulaOperation.MAXIMUM:
      for (; y < end; y += 16, a += strideA, b += strideB)
        v128.store(y, f32x4.max(v128.load(a), v128.load(b)))
      return
    case FormulaOperation.MINIMUM:
      for (; y < end; y += 16, a += strideA, b += strideB)
        v128.store(y, f32x4.min(v128.load(a), v128.load(b)))
      return
    case FormulaOperation.GREATER:
      for (; y < end; y += 16, a += strideA, b += strideB) v128.store(y, f32x4.gt(v128.load(a), v128.load(b)))
      return
    case FormulaOperation.SELECT:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC)
        v128.store(y, v128.bitselect(v128.load(b), v128.load(c), v128.load(a)))
      return
    case FormulaOperation.SQRT:
      for (; y < end; y += 16, a += strideA) v128.store(y, f32x4.sqrt(v128.load(a)))
      return
    case FormulaOperation.SQUARE:
      for (; y < end; y += 16, a += strideA) v128.store(y, f32x4.mul(v128.load(a), v128.load(a)))
      return
    case FormulaOperation.ABS:
      for (; y < end; y += 16, a += strideA) v128.store(y, f32x4.abs(v128.load(a)))
      return
    case FormulaOperation.SIGN:
      for (; y < end; y += 16, a += strideA) v128.store(y, sign4(v128.load(a)))
      return
    case FormulaOperation.COPY:
      for (; y < end; y += 16, a += strideA) v128.store(y, v128.load(a))
      return
    case FormulaOperation.MULTIPLY_ADD:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC) {
        v128.store(y, f32x4.add(f32x4.mul(v128.load(a), v128.load(b)), v128.load(c)))
      }
      return
    case FormulaOperation.TWO_PRODUCTS:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC, d += strideD) {
        v128.store(y, f32x4.add(f32x4.mul(v128.load(a), v128.load(b)), f32x4.mul(v128.load(c), v128.load(d))))
      }
      return
    case FormulaOperation.PRODUCT_AND_SQUARE:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC, d += strideD) {
        const square = f32x4.mul(v128.load(c), v128.load(c))
        v128.store(y, f32x4.add(f32x4.mul(v128.load(a), v128.load(b)), f32x4.mul(square, v128.load(d))))
      }
      return
    case FormulaOperation.DIVIDE_BY_ROOT:
      for (; y < end; y += 16, a += strideA, b += strideB, c += strideC) {
        v128.store(y, f32x4.div(v128.load(a), f32x4.add(f32x4.sqrt(v128.load(b)), v128.load(c))))
      }
  }
}

/** The sum of `count` floats, in float64. */
function sumOf(x: usize, count: i32): f64 {
  let sum = f64x2.splat(0)
  for (; count > 0; count -= 4, x += 16) {
    const v = count >= 4 ? v128.load(x) : v128.and(v128.load(x), laneMask(count))
    sum = f64x2.add(sum, lowDoubles(v))
    sum = f64x2.add(sum, highDoubles(v))
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}
