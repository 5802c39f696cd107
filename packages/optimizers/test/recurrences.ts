/**
 * A second implementation of the rules' equations, for one number in float64, written from the papers without looking
 * at `src`. Tests compare the rules with these equations.
 */

/** Returns the number after each gradient. */
export type Recurrence = (initial: number, gradients: readonly number[]) => number[]

interface Options {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

export function sgdRecurrence(options: {
  learningRate: number
  momentum: number
  nesterov: boolean
}): Recurrence {
  return (initial, gradients) => {
    let x = initial
    let buffer = 0
    return gradients.map((g) => {
      buffer = options.momentum * buffer + g
      x -= options.learningRate * (options.nesterov ? g + options.momentum * buffer : buffer)
      return x
    })
  }
}

/** Adam, with `l2` in the gradient; `decay` is the fraction of the number that every step subtracts. */
export function adamRecurrence(options: Options & { l2?: number; decay?: number }): Recurrence {
  const { learningRate, beta1, beta2, epsilon, l2 = 0, decay = 0 } = options
  return (initial, gradients) => {
    let x = initial
    let mean = 0
    let power = 0
    return gradients.map((raw, index) => {
      const g = raw + l2 * x
      mean = beta1 * mean + (1 - beta1) * g
      power = beta2 * power + (1 - beta2) * g ** 2
      const meanHat = mean / (1 - beta1 ** (index + 1))
      const powerHat = power / (1 - beta2 ** (index + 1))
      x = x - (learningRate * meanHat) / (Math.sqrt(powerHat) + epsilon) - decay * x
      return x
    })
  }
}

export function nadamRecurrence(options: Options & { beta2InRoot: boolean }): Recurrence {
  const { learningRate, beta1, beta2, epsilon, beta2InRoot } = options
  return (initial, gradients) => {
    let x = initial
    let mean = 0
    let power = 0
    return gradients.map((g, index) => {
      const t = index + 1
      mean = beta1 * mean + (1 - beta1) * g
      power = beta2 * power + (1 - beta2) * g ** 2
      const ahead = (beta1 * mean) / (1 - beta1 ** (t + 1)) + ((1 - beta1) * g) / (1 - beta1 ** t)
      const powerHat = ((beta2InRoot ? beta2 : 1) * power) / (1 - beta2 ** t)
      x -= (learningRate * ahead) / (Math.sqrt(powerHat) + epsilon)
      return x
    })
  }
}

export function adaBeliefRecurrence(
  options: Options & { epsilonRoot: number; biasCorrection: boolean },
): Recurrence {
  const { learningRate, beta1, beta2, epsilon, epsilonRoot, biasCorrection } = options
  return (initial, gradients) => {
    let x = initial
    let mean = 0
    let belief = 0
    return gradients.map((g, index) => {
      mean = beta1 * mean + (1 - beta1) * g
      belief = beta2 * belief + (1 - beta2) * (g - mean) ** 2 + epsilonRoot
      const meanHat = biasCorrection ? mean / (1 - beta1 ** (index + 1)) : mean
      const beliefHat = biasCorrection ? belief / (1 - beta2 ** (index + 1)) : belief
      x -= (learningRate * meanHat) / (Math.sqrt(beliefHat) + epsilon)
      return x
    })
  }
}
