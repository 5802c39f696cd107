/**
 * A second implementation of the equations of PyTorch's rules, for one number in float64, written from the papers and
 * PyTorch's documentation. Tests compare the rules with these equations.
 */
import type { Recurrence } from '../recurrences.ts'

interface Options {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

export function rmspropRecurrence(options: {
  learningRate: number
  decay: number
  epsilon: number
  centered: boolean
  momentum: number
}): Recurrence {
  const { learningRate, decay, epsilon, centered, momentum } = options
  return (initial, gradients) => {
    let x = initial
    let [mean, power, buffer] = [0, 0, 0]
    return gradients.map((g) => {
      mean = decay * mean + (1 - decay) * g
      power = decay * power + (1 - decay) * g ** 2
      const spread = centered ? power - mean ** 2 : power
      buffer = momentum * buffer + g / (Math.sqrt(spread) + epsilon)
      x -= learningRate * buffer
      return x
    })
  }
}

export function adagradRecurrence(options: {
  learningRate: number
  learningRateDecay: number
  initialAccumulator: number
  epsilon: number
}): Recurrence {
  const { learningRate, learningRateDecay, initialAccumulator, epsilon } = options
  return (initial, gradients) => {
    let x = initial
    let sum = initialAccumulator
    return gradients.map((g, before) => {
      sum += g ** 2
      x -= (learningRate / (1 + before * learningRateDecay)) * (g / (Math.sqrt(sum) + epsilon))
      return x
    })
  }
}

export function adadeltaRecurrence(options: {
  learningRate: number
  decay: number
  epsilon: number
}): Recurrence {
  const { learningRate, decay, epsilon } = options
  const rms = (meanSquare: number) => Math.sqrt(meanSquare + epsilon)
  return (initial, gradients) => {
    let x = initial
    let [ofGradients, ofChanges] = [0, 0]
    return gradients.map((g) => {
      ofGradients = decay * ofGradients + (1 - decay) * g ** 2
      const change = -(rms(ofChanges) / rms(ofGradients)) * g
      ofChanges = decay * ofChanges + (1 - decay) * change ** 2
      x += learningRate * change
      return x
    })
  }
}

export function amsgradRecurrence(
  options: Options & { biasCorrection: boolean; initialAccumulator: number },
): Recurrence {
  const { learningRate, beta1, beta2, epsilon, biasCorrection, initialAccumulator } = options
  return (initial, gradients) => {
    let x = initial
    let [mean, power, largest] = [initialAccumulator, initialAccumulator, initialAccumulator]
    return gradients.map((g, index) => {
      mean = beta1 * mean + (1 - beta1) * g
      power = beta2 * power + (1 - beta2) * g ** 2
      largest = Math.max(largest, power)
      const meanHat = biasCorrection ? mean / (1 - beta1 ** (index + 1)) : mean
      const largestHat = biasCorrection ? largest / (1 - beta2 ** (index + 1)) : largest
      x -= (learningRate * meanHat) / (Math.sqrt(largestHat) + epsilon)
      return x
    })
  }
}

export function adamaxRecurrence(options: Options): Recurrence {
  const { learningRate, beta1, beta2, epsilon } = options
  return (initial, gradients) => {
    let x = initial
    let [mean, largest] = [0, 0]
    return gradients.map((g, index) => {
      mean = beta1 * mean + (1 - beta1) * g
      largest = Math.max(beta2 * largest, Math.abs(g) + epsilon)
      x -= (learningRate / (1 - beta1 ** (index + 1))) * (mean / largest)
      return x
    })
  }
}

export function radamRecurrence(options: Options & { rectificationThreshold: number }): Recurrence {
  const { learningRate, beta1, beta2, epsilon, rectificationThreshold } = options
  return (initial, gradients) => {
    let x = initial
    let [mean, power] = [0, 0]
    const maximum = 2 / (1 - beta2) - 1
    return gradients.map((g, index) => {
      const t = index + 1
      mean = beta1 * mean + (1 - beta1) * g
      power = beta2 * power + (1 - beta2) * g ** 2
      const length = maximum - (2 * t * beta2 ** t) / (1 - beta2 ** t)
      let step = mean / (1 - beta1 ** t)
      if (length > rectificationThreshold) {
        const above = (length - 4) * (length - 2) * maximum
        const below = (maximum - 4) * (maximum - 2) * length
        step *= Math.sqrt(above / below) / (Math.sqrt(power / (1 - beta2 ** t)) + epsilon)
      }
      x -= learningRate * step
      return x
    })
  }
}

/** NAdam whose momentum warms up; `decay` is the fraction of the number that every step subtracts. */
export function warmNadamRecurrence(
  options: Options & { momentumDecay: number; decay?: number },
): Recurrence {
  const { learningRate, beta1, beta2, epsilon, momentumDecay, decay = 0 } = options
  const momentum = (t: number) => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay))
  return (initial, gradients) => {
    let x = initial
    let [mean, power, product] = [0, 0, 1]
    return gradients.map((g, index) => {
      const t = index + 1
      mean = beta1 * mean + (1 - beta1) * g
      power = beta2 * power + (1 - beta2) * g ** 2
      product *= momentum(t)
      const ofMean = (momentum(t + 1) * mean) / (1 - product * momentum(t + 1))
      const ofGradient = ((1 - momentum(t)) * g) / (1 - product)
      const powerHat = power / (1 - beta2 ** t)
      x = x - (learningRate * (ofMean + ofGradient)) / (Math.sqrt(powerHat) + epsilon) - decay * x
      return x
    })
  }
}
