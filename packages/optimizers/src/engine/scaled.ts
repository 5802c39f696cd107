import type { Expression } from './expression.ts'

/**
 * An expression multiplied by a number that is known before the elements are computed, such as a bias correction.
 *
 * Code can therefore follow a paper term by term, as in `mHat.div(vHat.sqrt().add(ε)).mul(-α)`, and all numbers of the
 * formula together still cost one multiplication per element: a scaled expression carries its number along until
 * {@link mul} or {@link fold} ends the formula. With c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ, Adam's α m̂ / (√v̂ + ε) becomes
 *
 *     α (m / c₁) / (√(v / c₂) + ε) = (α √c₂ / c₁) · m / (√v + ε √c₂)
 *
 * Numbers are computed in float64, in the order of the formula, and rounded to float32 once, when they multiply the
 * elements.
 */
export class Scaled {
  readonly expression: Expression
  readonly numerator: number
  readonly denominator: number

  /** Represents expression · numerator / denominator. */
  constructor(expression: Expression, numerator = 1, denominator = 1) {
    this.expression = expression
    this.numerator = numerator
    this.denominator = denominator
  }

  /** Ends the formula: returns the elements, multiplied by a last number and by the number carried along. */
  mul(factor: number): Expression {
    return this.expression.mul((this.numerator * factor) / this.denominator)
  }

  /** Ends the formula without a last number: returns the elements, multiplied by the number carried along. */
  fold(): Expression {
    return this.mul(1)
  }

  /** Multiplies by a number, which is carried along. Unlike {@link mul}, the formula can continue. */
  scale(factor: number): Scaled {
    return new Scaled(this.expression, (this.numerator * factor) / this.denominator)
  }

  /** Divides by an expression, scaled or not. The numbers of both are carried along. */
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

  /** Adds a number, such as ε. */
  add(number: number): Scaled {
    const added = (number * this.denominator) / this.numerator
    return new Scaled(this.expression.add(added), this.numerator, this.denominator)
  }

  /** Returns the square root. The number carried along must not be negative. */
  sqrt(): Scaled {
    return new Scaled(this.expression.sqrt(), Math.sqrt(this.numerator), Math.sqrt(this.denominator))
  }
}

/** Returns factor · (a + b) / divisor as one expression. Only the elements of `a` and `b` are multiplied by numbers. */
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
