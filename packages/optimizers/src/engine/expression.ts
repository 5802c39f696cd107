/** An operation on float32 numbers, by the name of its tfjs kernel. */
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
 * Writing down a formula computes nothing. The optimizer computes the formula afterwards, for all parameters: in one fused
 * pass where the active backend can, otherwise by tfjs ops. Either way, every operation gives a float32 number.
 *
 * @example
 * const m = state.m.mul(0.9).add(gradient.mul(0.1))
 */
export class Expression {
  /** The operation. Absent where the expression stands for known numbers, such as the gradient. */
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

  /** Chooses `larger` where this expression is greater than `limit`, otherwise `other`. */
  whereGreater(limit: Operand, larger: Operand, other: Operand): Expression {
    return new Expression('Select', [new Expression('Greater', [this, limit]), larger, other])
  }
}
