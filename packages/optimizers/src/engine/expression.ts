/** Arithmetic on float32 numbers, by the names that tfjs gives its kernels. */
export type Operation =
  | 'Abs'
  | 'Add'
  | 'Greater'
  | 'Maximum'
  | 'Minimum'
  | 'Multiply'
  | 'RealDiv'
  | 'Select'
  | 'Sign'
  | 'Sqrt'
  | 'Square'
  | 'Sub'

/** An expression, or a number, which is rounded to float32. */
export type Operand = Expression | number

/**
 * A formula for each element of a parameter: what its next value is made of.
 *
 * Nothing is computed when a formula is written down. The optimizer computes it afterwards, for all parameters: in one
 * fused pass where the active backend can, otherwise in tfjs ops. Either way every operation gives a float32 number.
 *
 * @example
 * const m = state.m.mul(0.9).add(gradient.mul(0.1))
 */
export class Expression {
  /** Absent on one that stands for numbers which are there already, such as the gradient's. */
  readonly operation: Operation | undefined
  readonly operands: readonly Operand[]

  constructor(operation?: Operation, operands: readonly Operand[] = []) {
    this.operation = operation
    this.operands = operands
  }

  add(other: Operand): Expression {
    return new Expression('Add', [this, other])
  }

  sub(other: Operand): Expression {
    return new Expression('Sub', [this, other])
  }

  mul(other: Operand): Expression {
    return new Expression('Multiply', [this, other])
  }

  div(other: Operand): Expression {
    return new Expression('RealDiv', [this, other])
  }

  maximum(other: Operand): Expression {
    return new Expression('Maximum', [this, other])
  }

  minimum(other: Operand): Expression {
    return new Expression('Minimum', [this, other])
  }

  abs(): Expression {
    return new Expression('Abs', [this])
  }

  /** −1, 0 or 1. */
  sign(): Expression {
    return new Expression('Sign', [this])
  }

  sqrt(): Expression {
    return new Expression('Sqrt', [this])
  }

  square(): Expression {
    return new Expression('Square', [this])
  }

  /** `larger` where this is greater than `limit`, else `other`. */
  whereGreater(limit: Operand, larger: Operand, other: Operand): Expression {
    return new Expression('Select', [new Expression('Greater', [this, limit]), larger, other])
  }
}
