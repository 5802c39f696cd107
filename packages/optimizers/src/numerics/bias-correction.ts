import { power } from './power.ts'

/** 1 − βᵗ, by which a mean of t values that started from 0 is too small. */
export function biasCorrection(beta: number, t: number): number {
  return 1 - power(beta, t)
}
