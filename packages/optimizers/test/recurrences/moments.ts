import type { Recurrence } from '../recurrences.ts'

interface Options {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
}

interface DecayOptions {
  readonly weightDecay: number
  readonly scaleByLearningRate: boolean
}

/** Returns the fraction of the number that decoupled decay subtracts. */
function shareOf({ weightDecay, scaleByLearningRate, learningRate }: DecayOptions & Options): number {
  return scaleByLearningRate ? weightDecay * learningRate : weightDecay
}

/** AdaBelief with all corrections, rectified or not. */
export function decayedAdaBeliefRecurrence(
  options: Options & DecayOptions & { epsilon: number; epsilonRoot: number; rectify: boolean },
): Recurrence {
  const { learningRate, beta1, beta2, epsilon, epsilonRoot, rectify } = options
  return (initial, gradients) => {
    let x = initial
    let mean = 0
    let belief = 0
    return gradients.map((g, index) => {
      const t = index + 1
      x *= 1 - shareOf(options)
      mean = beta1 * mean + (1 - beta1) * g
      belief = beta2 * belief + (1 - beta2) * (g - mean) ** 2 + epsilonRoot
      const step = (learningRate * mean) / (1 - beta1 ** t)
      if (!rectify) {
        x -= step / (Math.sqrt(belief / (1 - beta2 ** t)) + epsilon)
        return x
      }
      const longest = 2 / (1 - beta2) - 1
      const length = longest - (2 * t * beta2 ** t) / (1 - beta2 ** t)
      if (length < 5) {
        x -= step
        return x
      }
      const squared =
        ((((1 - beta2 ** t) * (length - 4)) / (longest - 4)) * ((length - 2) / length) * longest) /
        (longest - 2)
      x -= (step * Math.sqrt(squared)) / (Math.sqrt(belief) + epsilon)
      return x
    })
  }
}

export function oadamRecurrence(options: Options & { epsilon: number }): Recurrence {
  const { learningRate, beta1, beta2, epsilon } = options
  return (initial, gradients) => {
    let x = initial
    let mean = 0
    let power = 0
    let previous = 0
    return gradients.map((g, index) => {
      mean = beta1 * mean + (1 - beta1) * g
      power = beta2 * power + (1 - beta2) * g ** 2
      const meanHat = mean / (1 - beta1 ** (index + 1))
      const powerHat = power / (1 - beta2 ** (index + 1))
      const adam = (learningRate * meanHat) / (Math.sqrt(powerHat) + epsilon)
      x = x - 2 * adam + previous
      previous = adam
      return x
    })
  }
}

export function lionRecurrence(options: Options & DecayOptions): Recurrence {
  const { learningRate, beta1, beta2 } = options
  return (initial, gradients) => {
    let x = initial
    let mean = 0
    return gradients.map((g) => {
      x = x - learningRate * Math.sign(beta1 * mean + (1 - beta1) * g) - shareOf(options) * x
      mean = beta2 * mean + (1 - beta2) * g
      return x
    })
  }
}

export function yogiRecurrence(
  options: Options & { epsilon: number; initialAccumulator: number },
): Recurrence {
  const { learningRate, beta1, beta2, epsilon, initialAccumulator } = options
  return (initial, gradients) => {
    let x = initial
    let mean = 0
    let power = initialAccumulator
    return gradients.map((g, index) => {
      mean = beta1 * mean + (1 - beta1) * g
      power -= (1 - beta2) * Math.sign(power - g ** 2) * g ** 2
      const meanHat = mean / (1 - beta1 ** (index + 1))
      const powerHat = power / (1 - beta2 ** (index + 1))
      x -= (learningRate * meanHat) / (Math.sqrt(powerHat) + epsilon)
      return x
    })
  }
}

export function adanRecurrence(
  options: Options &
    DecayOptions & { beta3: number; epsilon: number; epsilonRoot: number; beta2InLookAhead: boolean },
): Recurrence {
  const { learningRate, beta1, beta2, beta3, epsilon, epsilonRoot, beta2InLookAhead } = options
  const ahead = beta2InLookAhead ? beta2 : 1 - beta2
  return (initial, gradients) => {
    let x = initial
    let [mean, difference, power] = [0, 0, 0]
    return gradients.map((g, index) => {
      const t = index + 1
      const change = index === 0 ? 0 : g - gradients[index - 1]
      mean = beta1 * mean + (1 - beta1) * g
      difference = beta2 * difference + (1 - beta2) * change
      power = beta3 * power + (1 - beta3) * (g + ahead * change) ** 2
      const direction = mean / (1 - beta1 ** t) + (ahead * difference) / (1 - beta2 ** t)
      const root = Math.sqrt(power / (1 - beta3 ** t) + epsilonRoot) + epsilon
      x = x - (learningRate * direction) / root - shareOf(options) * x
      return x
    })
  }
}
