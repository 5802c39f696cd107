import type { UnconditionalParameter } from './parameter.ts'
import { describeValue } from './check.ts'
import { countSteps, isSameStep, roundToStep, stepAt } from './steps.ts'

/** Whether a parameter can have a value. A value that differs from a step only by rounding errors counts as that step. */
export function contains(parameter: UnconditionalParameter, value: unknown): boolean {
  if (parameter.kind === 'categorical') return (parameter.choices as readonly unknown[]).includes(value)
  if (parameter.kind === 'constant') return value === parameter.value
  if (!isFinite(value)) return false
  const { step } = parameter
  if (parameter.kind === 'normal') {
    if (step !== undefined && !isSameStep(value, roundToStep(value, step), step)) return false
    return !parameter.log || value > 0 || (value === 0 && step !== undefined)
  }
  if (value < parameter.low || value > parameter.high) return false
  if (step === undefined) return true
  const { low, high } = parameter
  if (parameter.kind === 'int') return Number.isInteger(value) && (value - low) % step === 0
  const index = Math.min(Math.round((value - low) / step), countSteps({ low, high, step }) - 1)
  return isSameStep(value, stepAt({ low, high, step }, index), step)
}

/** Describes the valid values of a parameter, to follow "must be". */
export function describeParameter(parameter: UnconditionalParameter): string {
  switch (parameter.kind) {
    case 'categorical':
      return `one of ${parameter.choices.map(describeValue).join(', ')}`
    case 'constant':
      return describeValue(parameter.value)
    case 'normal': {
      const number = parameter.log ? 'a positive number' : 'a finite number'
      return parameter.step === undefined ? number : `${number} that is a multiple of ${parameter.step}`
    }
    default: {
      const { kind, low, high, step } = parameter
      const range = `${kind === 'int' ? 'an integer' : 'a number'} in [${low}, ${high}]`
      return step === undefined || (kind === 'int' && step === 1) ? range : `${range} in steps of ${step}`
    }
  }
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value)
}
