import fc from 'fast-check'
import type { Formula } from '../src/kernels/formula-program.ts'
import { randomFloats } from './random-floats.ts'

const f = Math.fround

/** The operations on single elements, rounded to float32. */
const operations: Readonly<Record<string, (a: number, b: number, c: number) => number>> = {
  Abs: (a) => Math.abs(a),
  Add: (a, b) => f(a + b),
  Maximum: (a, b) => Math.max(a, b),
  Minimum: (a, b) => Math.min(a, b),
  Multiply: (a, b) => f(a * b),
  RealDiv: (a, b) => f(a / b),
  Sign: (a) => Number(a > 0) - Number(a < 0),
  Sqrt: (a) => f(Math.sqrt(a)),
  Square: (a) => f(a * a),
  Sub: (a, b) => f(a - b),
}

/** Random formulas, with the sizes of their parameters. */
export interface FormulaProblem {
  readonly known: readonly Formula[]
  readonly formulas: readonly Formula[]
  readonly sizes: readonly number[]
  readonly seed: number
}

/** Random formulas that share subexpressions, of three vectors, a number for each parameter, and constants. */
export const formulaProblem: fc.Arbitrary<FormulaProblem> = fc
  .record({
    steps: fc.array(
      fc.record({
        operation: fc.constantFrom(...Object.keys(operations), 'Select'),
        picks: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
        constant: fc.option(fc.constantFrom(0, 0.5, -2, 0.9), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 25 },
    ),
    results: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
    sizes: fc.array(fc.constantFrom(1, 2, 3, 4, 5, 63, 511, 512, 513, 1500), { minLength: 1, maxLength: 3 }),
    seed: fc.integer(),
  })
  .map(({ steps, results, sizes, seed }) => {
    const known = Array.from({ length: 4 }, (): Formula => ({ operands: [] }))
    const all = [...known]
    for (const { operation, picks, constant } of steps) {
      const [a, b, c, d] = picks.map((pick) => all[pick % all.length])
      const isSelect = operation === 'Select'
      const first = isSelect ? { operation: 'Greater', operands: [a, b] } : a
      all.push({ operation, operands: isSelect ? [first, c, constant ?? d] : [first, constant ?? b] })
    }
    const formulas = results.map((pick) => all[known.length + (pick % (all.length - known.length))])
    return { known, formulas, sizes, seed }
  })

/** Random values of the known formulas: three vectors and a number for each parameter. */
export function valuesFor({ sizes, seed }: FormulaProblem): Float32Array[][] {
  return [0, 1, 2, 3].map((vector) =>
    sizes.map((size, parameter) => {
      return randomFloats(vector === 3 ? 1 : size, seed + 5 * parameter + vector)
    }),
  )
}

/** Evaluates a formula for one element of one parameter. */
function interpret(formula: Formula | number, at: (known: Formula) => number | undefined): number {
  if (typeof formula === 'number') return f(formula)
  const known = at(formula)
  if (known !== undefined) return known
  if (formula.operation === 'Select') {
    const [condition, yes, no] = formula.operands as [Formula, Formula, Formula | number]
    const [a, b] = condition.operands.map((operand) => interpret(operand, at))
    return interpret(a > b ? yes : no, at)
  }
  const [a, b, c] = formula.operands.map((operand) => interpret(operand, at))
  return operations[formula.operation!](a, b, c)
}

export function expectedOf(
  problem: FormulaProblem,
  formula: Formula,
  parameter: number,
  values: Float32Array[][],
): Float32Array {
  return Float32Array.from({ length: problem.sizes[parameter] }, (_, element) =>
    interpret(formula, (known) => {
      const index = problem.known.indexOf(known)
      if (index === -1) return undefined
      return values[index][parameter][index === 3 ? 0 : element]
    }),
  )
}
