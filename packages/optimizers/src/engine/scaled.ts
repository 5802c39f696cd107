import type { Expression } from './expression.ts'

/**
 * An expression times a number that is known when the formula is written down.
 *
 * Formulas of papers are full of such numbers, the bias corrections of means above all. Here the number is carried along
 * and multiplies the whole at last, by {@link mul}, so that it costs one operation for each element, however often the
 * formula has it. With c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ, Adam's α m̂ / (√v̂ + ε) becomes
 *
 *     α (m / c₁) / (√(v / c₂) + ε) = (α √c₂ / c₁) · m / (√v + ε √c₂)
 *
 * Numbers are rounded as float64, in the order in which the formula has them, and once to float32 when they meet the
 * elements.
 */
export class Scaled {
  readonly expression: Expression
  readonly numerator: number
  readonly denominator: number

  /** Stands for expression · numerator / denominator. */
  constructor(expression: Expression, numerator = 1, denominator = 1) {
    this.expression = expression
    this.numerator = numerator
    this.denominator = denominator
  }

  /** Ends the formula: multiplies the elements by a last number and by the number that was carried along. */
  mul(factor: number): Expression {
    return this.expression.mul((this.numerator * factor) / this.denominator)
  }

  /** Ends the formula: multiplies the elements by the number that was carried along. */
  fold(): Expression {
    return this.mul(1)
  }

  /** Multiplies by a number, which is carried along. */
  scale(factor: number): Scaled {
    return new Scaled(this.expression, (this.numerator * factor) / this.denominator)
  }

  div(divisor: Scaled | Expression): Scaled {
    if (!(divisor instanceof Scaled)) {
      return new Scaled(this.expression.div(divisor), this.numerator, this.denominator)
    }
    return new Scaled(
      this.expression.div(divisor.expression),
      this.numerator * divisor.denominator,
      this.denominator * divisor.numerator,
    )
  }

  add(number: number): Scaled {
    const added = (number * this.denominator) / this.numerator
    return new Scaled(this.expression.add(added), this.numerator, this.denominator)
  }

  sqrt(): Scaled {
    return new Scaled(this.expression.sqrt(), Math.sqrt(this.numerator), Math.sqrt(this.denominator))
  }
}

/** Writes down factor · (a + b) / divisor, where the numbers of all three meet the elements of `a` and `b` alone. */
export function scaledQuotient(
  factor: number,
  [a, b]: readonly [Scaled, Scaled],
  divisor: Scaled,
): Expression {
  const common = (factor * divisor.denominator) / divisor.numerator
  const termOf = ({ expression, numerator, denominator }: Scaled): Expression =>
    expression.mul((common * numerator) / denominator)
  return termOf(a).add(termOf(b)).div(divisor.expression)
}
