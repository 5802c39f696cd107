import { describe, expect, it } from '@jest/globals'
import { Expression } from './expression.ts'
import { Scaled, scaledQuotient } from './scaled.ts'

const [x, y, z] = [new Expression(), new Expression(), new Expression()]

describe('Scaled', () => {
  it("folds Adam's bias corrections into two numbers", () => {
    const [c1, c2] = [0.1, 0.001]
    const direction = new Scaled(x, 1, c1).div(new Scaled(y, 1, c2).sqrt().add(1e-8))
    expect(direction.mul(-3)).toEqual(
      x.div(y.sqrt().add(1e-8 * Math.sqrt(c2))).mul((Math.sqrt(c2) * -3) / c1),
    )
  })

  it('has the same value as the formula without folding', () => {
    expect(new Scaled(x, 2, 3).div(new Scaled(y, 5, 7)).mul(11)).toEqual(x.div(y).mul((14 * 11) / 15))
    expect(new Scaled(x, 2, 3).div(y).fold()).toEqual(x.div(y).mul(2 / 3))
    expect(new Scaled(x, 2, 3).scale(6).mul(5)).toEqual(x.mul(20))
    expect(new Scaled(x, 2, 3).add(4).mul(3)).toEqual(x.add(6).mul(2))
    expect(new Scaled(x, 4, 9).sqrt().mul(3)).toEqual(x.sqrt().mul(2))
  })

  it('moves the numbers of a quotient into the terms of its dividend', () => {
    const quotient = scaledQuotient(-2, [new Scaled(x, 3, 5), new Scaled(y, 7, 11)], new Scaled(z, 13, 17))
    const common = (-2 * 17) / 13
    expect(quotient).toEqual(
      x
        .mul((common * 3) / 5)
        .add(y.mul((common * 7) / 11))
        .div(z),
    )
  })
})
