/**
 * A second implementation of rules that use the norm of a parameter, for one vector in float64, written from the papers
 * without looking at `src`.
 */

/** Returns the values of a vector after each gradient. */
export type VectorRecurrence = (
  initial: readonly number[],
  gradients: readonly (readonly number[])[],
) => number[][]

/** η ‖x‖ / (‖u‖ + ε), or 1 where a norm is 0. */
function trust(x: readonly number[], u: readonly number[], coefficient: number, epsilon: number): number {
  const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0))
  return norm(x) === 0 || norm(u) === 0 ? 1 : (coefficient * norm(x)) / (norm(u) + epsilon)
}

export function lambRecurrence(options: {
  learningRate: number
  beta1: number
  beta2: number
  epsilon: number
  weightDecay: number
}): VectorRecurrence {
  const { learningRate, beta1, beta2, epsilon, weightDecay } = options
  return (initial, gradients) => {
    let x = [...initial]
    let mean = x.map(() => 0)
    let power = x.map(() => 0)
    return gradients.map((gradient, index) => {
      mean = mean.map((m, i) => beta1 * m + (1 - beta1) * gradient[i])
      power = power.map((v, i) => beta2 * v + (1 - beta2) * gradient[i] ** 2)
      const direction = x.map((value, i) => {
        const meanHat = mean[i] / (1 - beta1 ** (index + 1))
        const powerHat = power[i] / (1 - beta2 ** (index + 1))
        return meanHat / (Math.sqrt(powerHat) + epsilon) + weightDecay * value
      })
      const ratio = trust(x, direction, 1, 0)
      x = x.map((value, i) => value - learningRate * ratio * direction[i])
      return x
    })
  }
}

export function larsRecurrence(options: {
  learningRate: number
  weightDecay: number
  trustCoefficient: number
  epsilon: number
  momentum: number
  nesterov: boolean
}): VectorRecurrence {
  const { learningRate, weightDecay, trustCoefficient, epsilon, momentum, nesterov } = options
  return (initial, gradients) => {
    let x = [...initial]
    let buffer = x.map(() => 0)
    return gradients.map((gradient) => {
      const direction = x.map((value, i) => gradient[i] + weightDecay * value)
      const rate = learningRate * trust(x, direction, trustCoefficient, epsilon)
      buffer = buffer.map((b, i) => momentum * b + rate * direction[i])
      x = x.map((value, i) => value - (nesterov ? rate * direction[i] + momentum * buffer[i] : buffer[i]))
      return x
    })
  }
}
