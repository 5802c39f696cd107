import { findProblem } from './find-problem.ts'
import type { UnconditionalParameter } from './parameter.ts'

/** @returns The parameter @throws {RangeError} If something is wrong with it */
export function checked<P extends UnconditionalParameter>(parameter: P): P {
  const problem = findProblem(parameter)
  if (problem !== undefined) throw new RangeError(problem)
  return parameter
}
