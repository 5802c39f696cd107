/** A formula as `@tunekit/optimizers` writes it down: an operation by the name of its tfjs kernel, or known numbers. */
export interface Formula {
  readonly operation?: string | undefined
  readonly operands: readonly (Formula | number)[]
}

/** A program for assembly/formulas.ts. Its operands are the vectors, the constants, and the registers. */
export interface FormulaProgram {
  /** Six words each: operation, four operands, result. */
  readonly instructions: readonly number[]
  /** The formulas that stand for known numbers. After their vectors come those that are made. */
  readonly known: readonly Formula[]
  readonly constants: readonly number[]
  readonly registers: number
}

/** Where the results go: into the vectors of known formulas, into new vectors, or, if there is one, into a register. */
export type Destination = readonly Formula[] | 'new' | 'register'

/** As in assembly/formulas.ts. */
const codes: Readonly<Record<string, number>> = {
  Add: 0,
  Sub: 1,
  Multiply: 2,
  RealDiv: 3,
  Maximum: 4,
  Minimum: 5,
  Greater: 6,
  Select: 7,
  Sqrt: 8,
  Square: 9,
  Abs: 10,
  Sign: 11,
  copy: 12,
  multiplyAdd: 13,
  twoProducts: 14,
  productAndSquare: 15,
  divideByRoot: 16,
}

/** Operands of the operations that a formula may have. */
const operandCounts: Readonly<Record<string, number | undefined>> = {
  Add: 2,
  Sub: 2,
  Multiply: 2,
  RealDiv: 2,
  Maximum: 2,
  Minimum: 2,
  Greater: 2,
  Select: 3,
  Sqrt: 1,
  Square: 1,
  Abs: 1,
  Sign: 1,
}

/** One operation. Values go by numbers. */
interface Instruction {
  readonly code: number
  readonly operands: readonly number[]
  readonly result: number
}

/**
 * Makes a program of formulas.
 *
 * @param isKnown Whether a formula stands for numbers that there are
 * @throws {TypeError} If a formula that is not known is no operation, or lacks operands
 */
export function toFormulaProgram(
  formulas: readonly Formula[],
  isKnown: (formula: Formula) => boolean,
  destination: Destination,
): FormulaProgram {
  const { values, instructions, numberOf } = list(formulas, isKnown)
  const results = formulas.map((formula) => {
    const value = numberOf(formula)
    if (!isKnown(formula)) return value
    const copy = values.push(formula) - 1
    instructions.push({ code: codes['copy'], operands: [value], result: copy })
    return copy
  })
  const places = new Map<number, number>() // the operand where a value is
  const known = values.filter((value, number) => {
    return typeof value !== 'number' && isKnown(value) && numberOf(value) === number
  }) as Formula[]
  if (Array.isArray(destination))
    for (const formula of destination) if (!known.includes(formula)) known.push(formula)
  known.forEach((formula, index) => places.set(numberOf(formula), index))
  const made = destination === 'new' ? results.length : 0
  const constants = values.filter((value) => typeof value === 'number')
  constants.forEach((constant, index) => places.set(numberOf(constant), known.length + made + index))

  const joined = join(instructions, results)
  const copies = results.flatMap((result, index) => {
    if (destination === 'register') return []
    const target = destination === 'new' ? known.length + index : known.indexOf(destination[index])
    const at = joined.findIndex((instruction) => instruction.result === result)
    const isReadLater = joined
      .slice(at + 1)
      .some(({ operands }) => operands.some((value) => places.get(value) === target))
    if (!isReadLater && !places.has(result)) {
      places.set(result, target)
      return []
    }
    const stored = values.length + index
    places.set(stored, target)
    return [{ code: codes['copy'], operands: [result], result: stored }]
  })
  const all = [...joined, ...copies]
  const registers = allocateRegisters(all, places, known.length + made + constants.length)
  const words = all.flatMap(({ code, operands: [a, b = a, c = a, d = a], result }) => {
    return [code, ...[a, b, c, d, result].map((value) => places.get(value)!)]
  })
  return { instructions: words, known, constants, registers }
}

/** Lists the parts of formulas, each once, and the operations that make them. */
function list(
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
    const isMade = typeof value !== 'number' && !isKnown(value)
    if (isMade) checkOperation(value)
    const operands = isMade ? value.operands.map(numberOf) : []
    const number = values.push(value) - 1
    numbers.set(value, number)
    if (isMade) instructions.push({ code: codes[value.operation!], operands, result: number })
    return number
  }
  formulas.forEach(numberOf)
  return { values, instructions, numberOf }
}

function checkOperation({ operation, operands }: Formula): void {
  const expected = operandCounts[operation ?? '']
  if (expected !== undefined && operands.length >= expected) return
  const names = Object.keys(operandCounts).join(', ')
  throw new TypeError(
    `A formula must be in \`tensors\` or have one of the operations ${names} with its operands, ` +
      `got ${operation} with ${operands.length}.`,
  )
}

/**
 * Makes one instruction of several where their results between are needed for nothing else: of products and their sum, and
 * of a quotient by a root, which optimizers are full of.
 */
function join(instructions: readonly Instruction[], results: readonly number[]): Instruction[] {
  const uses = new Map<number, number>()
  for (const value of [...results, ...instructions.flatMap(({ operands }) => operands)]) {
    uses.set(value, (uses.get(value) ?? 0) + 1)
  }
  const byResult = new Map(instructions.map((instruction) => [instruction.result, instruction]))
  const joined = new Set<number>()
  /** The instruction with this code that makes a value which nothing else needs. */
  const part = (code: string, value: number): Instruction | undefined => {
    const instruction = uses.get(value) === 1 ? byResult.get(value) : undefined
    return instruction?.code === codes[code] ? instruction : undefined
  }
  const replace = (
    { result }: Instruction,
    code: string,
    operands: readonly number[],
    ...parts: readonly Instruction[]
  ): Instruction => {
    for (const { result } of parts) joined.add(result)
    return { code: codes[code], operands, result }
  }
  const joinSum = (sum: Instruction): Instruction => {
    const [a, b] = sum.operands
    const product = part('Multiply', a) ?? part('Multiply', b)
    if (product === undefined) return sum
    const other = product.result === a ? b : a
    const second = part('Multiply', other)
    if (second === undefined) return replace(sum, 'multiplyAdd', [...product.operands, other], product)
    const [c, d] = second.operands
    const square = part('Square', c)
    if (square === undefined) return replace(sum, 'twoProducts', [...product.operands, c, d], product, second)
    const operands = [...product.operands, square.operands[0], d]
    return replace(sum, 'productAndSquare', operands, product, second, square)
  }
  const joinQuotient = (quotient: Instruction): Instruction => {
    const [a, b] = quotient.operands
    const sum = part('Add', b)
    const root = sum && part('Sqrt', sum.operands[0])
    if (root === undefined) return quotient
    return replace(quotient, 'divideByRoot', [a, root.operands[0], sum!.operands[1]], sum!, root)
  }
  const all = instructions.map((instruction) => {
    if (instruction.code === codes['Add']) return joinSum(instruction)
    return instruction.code === codes['RealDiv'] ? joinQuotient(instruction) : instruction
  })
  return all.filter(({ result }) => !joined.has(result))
}

/**
 * Gives every value that is nowhere yet a register, until it is needed no more.
 *
 * @param first The first register as an operand
 * @returns How many registers there are
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
