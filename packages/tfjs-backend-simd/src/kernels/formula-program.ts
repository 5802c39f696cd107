import { FormulaOperation } from '../generated/operations.ts'

/** An operation, by the name of its tfjs kernel, or a known tensor: the structure of an `Expression` of `@tunekit/optimizers`. */
export interface Formula {
  readonly operation?: string | undefined
  readonly operands: readonly (Formula | number)[]
}

/** A program for assembly/formulas.ts. Its operands are vectors, constants and registers. */
export interface FormulaProgram {
  /** Six words for each instruction: operation, four operands, result. */
  readonly instructions: readonly number[]
  /** The formulas that are known tensors. Their vectors are the first operands; the vectors of new results follow. */
  readonly known: readonly Formula[]
  readonly constants: readonly number[]
  /** The number of registers. */
  readonly registers: number
}

/** Where results are stored: in the vectors of known formulas, in new vectors, or (a single result) in a register. */
export type Destination = readonly Formula[] | 'new' | 'register'

/** The operations that a formula may have, by the names of tfjs kernels. */
const operations: Readonly<Record<string, { code: FormulaOperation; operandCount: number } | undefined>> = {
  Add: { code: FormulaOperation.ADD, operandCount: 2 },
  Sub: { code: FormulaOperation.SUBTRACT, operandCount: 2 },
  Multiply: { code: FormulaOperation.MULTIPLY, operandCount: 2 },
  RealDiv: { code: FormulaOperation.DIVIDE, operandCount: 2 },
  Maximum: { code: FormulaOperation.MAXIMUM, operandCount: 2 },
  Minimum: { code: FormulaOperation.MINIMUM, operandCount: 2 },
  Greater: { code: FormulaOperation.GREATER, operandCount: 2 },
  Select: { code: FormulaOperation.SELECT, operandCount: 3 },
  Sqrt: { code: FormulaOperation.SQRT, operandCount: 1 },
  Square: { code: FormulaOperation.SQUARE, operandCount: 1 },
  Abs: { code: FormulaOperation.ABS, operandCount: 1 },
  Sign: { code: FormulaOperation.SIGN, operandCount: 1 },
}

/** An operation on values. Its operands and its result are numbers of values, not yet operands of the program. */
interface Instruction {
  readonly code: FormulaOperation
  readonly operands: readonly number[]
  readonly result: number
}

/**
 * Compiles formulas to a program.
 *
 * @param isKnown Whether a formula is a known tensor
 * @throws {TypeError} If a formula that is not known is not an operation, or lacks operands
 */
export function toFormulaProgram(
  formulas: readonly Formula[],
  isKnown: (formula: Formula) => boolean,
  destination: Destination,
): FormulaProgram {
  const { values, instructions, numberOf } = listValues(formulas, isKnown)
  const results = formulas.map((formula) => {
    const value = numberOf(formula)
    if (!isKnown(formula)) return value
    const copy = values.push(formula) - 1
    instructions.push({ code: FormulaOperation.COPY, operands: [value], result: copy })
    return copy
  })
  /** The operand of the program that holds each value. Known tensors, new vectors and constants have fixed places. */
  const places = new Map<number, number>()
  const known = values.filter((value, number) => {
    return typeof value !== 'number' && isKnown(value) && numberOf(value) === number
  }) as Formula[]
  if (Array.isArray(destination))
    for (const formula of destination) if (!known.includes(formula)) known.push(formula)
  known.forEach((formula, index) => places.set(numberOf(formula), index))
  const newVectors = destination === 'new' ? results.length : 0
  const constants = values.filter((value) => typeof value === 'number')
  constants.forEach((constant, index) => places.set(numberOf(constant), known.length + newVectors + index))

  const fused = fuse(instructions, results)
  // A result is computed in its vector, unless a later instruction reads the previous values there: then a copy comes last.
  const copies = results.flatMap((result, index) => {
    if (destination === 'register') return []
    const target = destination === 'new' ? known.length + index : known.indexOf(destination[index])
    const at = fused.findIndex((instruction) => instruction.result === result)
    const isReadLater = fused
      .slice(at + 1)
      .some(({ operands }) => operands.some((value) => places.get(value) === target))
    if (!isReadLater && !places.has(result)) {
      places.set(result, target)
      return []
    }
    const stored = values.length + index
    places.set(stored, target)
    return [{ code: FormulaOperation.COPY, operands: [result], result: stored }]
  })
  const all = [...fused, ...copies]
  const registers = allocateRegisters(all, places, known.length + newVectors + constants.length)
  // An instruction has four operands; the operands that its operation does not read repeat the first.
  const words = all.flatMap(({ code, operands: [a, b = a, c = a, d = a], result }) => {
    return [code, ...[a, b, c, d, result].map((value) => places.get(value)!)]
  })
  return { instructions: words, known, constants, registers }
}

/** Lists the values of formulas and their parts, each once, and the instructions that compute them. */
function listValues(
  formulas: readonly Formula[],
  isKnown: (formula: Formula) => boolean,
): {
  values: (Formula | number)[]
  instructions: Instruction[]
  numberOf: (value: Formula | number) => number
} {
  const values: (Formula | number)[] = []
  const instructions: Instruction[] = []
  const numbers = new Map<Formula | number, number>()
  const numberOf = (value: Formula | number): number => {
    const listed = numbers.get(value)
    if (listed !== undefined) return listed
    const isComputed = typeof value !== 'number' && !isKnown(value)
    if (isComputed) checkOperation(value)
    const operands = isComputed ? value.operands.map(numberOf) : []
    const number = values.push(value) - 1
    numbers.set(value, number)
    if (isComputed) instructions.push({ code: operations[value.operation!]!.code, operands, result: number })
    return number
  }
  formulas.forEach(numberOf)
  return { values, instructions, numberOf }
}

function checkOperation({ operation, operands }: Formula): void {
  const expected = operations[operation ?? '']
  if (expected && operands.length >= expected.operandCount) return
  const names = Object.keys(operations).join(', ')
  throw new TypeError(
    `A formula must be in \`tensors\` or have one of the operations ${names} with its operands, ` +
      `got ${operation} with ${operands.length}.`,
  )
}

/**
 * Fuses instructions if no other instruction uses their intermediate results: products and their sum, and the quotient by a
 * root, which most optimizers compute.
 */
function fuse(instructions: readonly Instruction[], results: readonly number[]): Instruction[] {
  const uses = new Map<number, number>()
  for (const value of [...results, ...instructions.flatMap(({ operands }) => operands)]) {
    uses.set(value, (uses.get(value) ?? 0) + 1)
  }
  const byResult = new Map(instructions.map((instruction) => [instruction.result, instruction]))
  const replaced = new Set<number>()
  /** The instruction with this code that computes a value, if the value has a single use. */
  const part = (code: FormulaOperation, value: number): Instruction | undefined => {
    const instruction = uses.get(value) === 1 ? byResult.get(value) : undefined
    return instruction?.code === code ? instruction : undefined
  }
  const replace = (
    { result }: Instruction,
    code: FormulaOperation,
    operands: readonly number[],
    ...parts: readonly Instruction[]
  ): Instruction => {
    for (const { result } of parts) replaced.add(result)
    return { code, operands, result }
  }
  const fuseSum = (sum: Instruction): Instruction => {
    const [a, b] = sum.operands
    const product = part(FormulaOperation.MULTIPLY, a) ?? part(FormulaOperation.MULTIPLY, b)
    if (product === undefined) return sum
    const other = product.result === a ? b : a
    const second = part(FormulaOperation.MULTIPLY, other)
    if (second === undefined)
      return replace(sum, FormulaOperation.MULTIPLY_ADD, [...product.operands, other], product)
    const [c, d] = second.operands
    const square = part(FormulaOperation.SQUARE, c)
    if (square === undefined)
      return replace(sum, FormulaOperation.TWO_PRODUCTS, [...product.operands, c, d], product, second)
    const operands = [...product.operands, square.operands[0], d]
    return replace(sum, FormulaOperation.PRODUCT_AND_SQUARE, operands, product, second, square)
  }
  const fuseQuotient = (quotient: Instruction): Instruction => {
    const [a, b] = quotient.operands
    const sum = part(FormulaOperation.ADD, b)
    const root = sum && part(FormulaOperation.SQRT, sum.operands[0])
    if (root === undefined) return quotient
    return replace(
      quotient,
      FormulaOperation.DIVIDE_BY_ROOT,
      [a, root.operands[0], sum!.operands[1]],
      sum!,
      root,
    )
  }
  const all = instructions.map((instruction) => {
    if (instruction.code === FormulaOperation.ADD) return fuseSum(instruction)
    return instruction.code === FormulaOperation.DIVIDE ? fuseQuotient(instruction) : instruction
  })
  return all.filter(({ result }) => !replaced.has(result))
}

/**
 * Assigns a register to every value without a place. The register is free again after the last use of the value.
 *
 * @param first The operand that is the first register
 * @returns The number of registers
 */
function allocateRegisters(
  instructions: readonly Instruction[],
  places: Map<number, number>,
  first: number,
): number {
  const lastUse = new Map<number, number>()
  instructions.forEach(({ operands }, index) => operands.forEach((value) => lastUse.set(value, index)))
  const free: number[] = []
  let registers = 0
  instructions.forEach(({ operands, result }, index) => {
    for (const value of new Set(operands)) {
      const place = places.get(value)!
      if (place >= first && lastUse.get(value) === index) free.push(place)
    }
    if (!places.has(result)) places.set(result, free.pop() ?? first + registers++)
  })
  return registers
}
