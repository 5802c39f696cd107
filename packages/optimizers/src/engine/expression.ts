/** The name of the tfjs kernel of an operation on float32 numbers. */
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

/** An operand of an operation: an expression, or a number, which is rounded to float32. */
export type Operand = Expression | number

/**
 * A formula for each element of a parameter.
 *
 * Building an expression computes nothing. The optimizer evaluates the finished formula for all parameters: in one
 * fused pass if the active backend supports it, otherwise with tfjs ops. In both cases, the result of every operation
 * is rounded to float32.
 *
 * @example
 * const m = state.m.mul(0.9).add(gradient.mul(0.1))
 */
export class Expression {
  /** The operation. Absent if the expression represents known numbers, such as the gradient. */
  readonly operation: Operation | undefined
  /** The operands of the operation, in order. */
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

  /** The sign of each element: −1, 0 or 1. */
  sign(): Expression {
    return new Expression('Sign', [this])
  }

  sqrt(): Expression {
    return new Expression('Sqrt', [this])
  }

  square(): Expression {
    return new Expression('Square', [this])
  }

  /** Returns `larger` for each element of this expression that is greater than `limit`, and `other` for all others. */
  whereGreater(limit: Operand, larger: Operand, other: Operand): Expression {
    return new Expression('Select', [new Expression('Greater', [this, limit]), larger, other])
  }
}
