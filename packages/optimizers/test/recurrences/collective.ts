/**
 * A second implementation of the equations of rules in which elements depend on each other, in float64, written from
 * the papers without looking at `src`. Tests compare the rules with these equations.
 */

/** Returns the numbers after each gradient. */
export type VectorRecurrence = (initial: readonly number[], gradients: readonly number[][]) => number[][]

interface AdamOptions {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly weightDecay: number
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const rootMeanSquare = (values: readonly number[]) =>
  Math.sqrt(sum(values.map((x) => x ** 2)) / values.length)

/** The sequence y at which gradients are taken, or the averages x. Here x is stored, not computed from y. */
export function scheduleFreeRecurrence(
  options: AdamOptions & { warmupSteps: number; weightPower: number },
  sequence: 'x' | 'y' = 'y',
): VectorRecurrence {
  const { learningRate, beta1, beta2, epsilon, weightDecay, warmupSteps, weightPower } = options
  return (initial, gradients) => {
    let [x, y, z] = [initial, initial, initial]
    let v = initial.map(() => 0)
    let [largest, total] = [0, 0]
    return gradients.map((g, index) => {
      const t = index + 1
      const rate = learningRate * (warmupSteps === 0 ? 1 : Math.min(1, t / warmupSteps))
      largest = Math.max(largest, rate)
      const weight = t ** weightPower * largest ** 2
      total += weight
      v = v.map((old, i) => beta2 * old + (1 - beta2) * g[i] ** 2)
      const roots = v.map((power) => Math.sqrt(power / (1 - beta2 ** t)))
      z = z.map((old, i) => old - rate * (g[i] / (roots[i] + epsilon) + weightDecay * y[i]))
      x = x.map((old, i) => old + (weight / total) * (z[i] - old))
      y = x.map((mean, i) => beta1 * mean + (1 - beta1) * z[i])
      return [...(sequence === 'x' ? x : y)]
    })
  }
}

export function prodigyRecurrence(
  options: AdamOptions & {
    beta3: number
    d0: number
    dCoefficient: number
    growthRate: number
    biasCorrection: boolean
    safeguardWarmup: boolean
  },
): VectorRecurrence {
  const { learningRate, beta1, beta2, beta3, epsilon, weightDecay, d0 } = options
  return (initial, gradients) => {
    let x = initial
    let [m, v, s] = [0, 1, 2].map(() => initial.map(() => 0))
    let [d, largest, numerator] = [d0, d0, 0]
    return gradients.map((g, index) => {
      const t = index + 1
      const correction = options.biasCorrection ? Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t) : 1
      const step = d * learningRate * correction
      const progress = sum(g.map((slope, i) => slope * (initial[i] - x[i])))
      numerator = beta3 * numerator + (d / d0) * step * progress
      m = m.map((old, i) => beta1 * old + (1 - beta1) * d * g[i])
      v = v.map((old, i) => beta2 * old + (1 - beta2) * (d * g[i]) ** 2)
      s = s.map((old, i) => beta3 * old + (d / d0) * (options.safeguardWarmup ? d : step) * g[i])
      const estimate = (options.dCoefficient * numerator) / sum(s.map(Math.abs))
      const before = d === d0 ? Math.max(d, estimate) : d
      largest = Math.max(largest, estimate)
      d = Math.min(largest, before * options.growthRate)
      x = x.map((old, i) => {
        return old - step * weightDecay * old - (step * m[i]) / (Math.sqrt(v[i]) + d * epsilon)
      })
      return [...x]
    })
  }
}

/** The elements of a matrix, row by row, and the number of columns; or the elements of a vector, without a number. */
export function adafactorRecurrence(options: {
  learningRate: number
  decayExponent: number
  clipThreshold: number
  epsilon1: number
  epsilon2: number
  weightDecay: number
  relativeStep: boolean
  scaleByParameter: boolean
  columns?: number
}): VectorRecurrence {
  const { learningRate, decayExponent, columns } = options
  return (initial, gradients) => {
    let x = initial
    let v = initial.map(() => 0)
    return gradients.map((g, index) => {
      const t = index + 1
      const beta = 1 - t ** -decayExponent
      // The whole matrix of mean squares is stored, and the means of its rows and columns are computed at the end.
      v = v.map((old, i) => beta * old + (1 - beta) * (g[i] ** 2 + options.epsilon1))
      const at = (test: (i: number) => boolean) => sum(v.filter((_, i) => test(i)))
      const estimate = v.map((whole, i) => {
        if (columns === undefined) return whole
        const row = at((j) => Math.floor(j / columns) === Math.floor(i / columns))
        const column = at((j) => j % columns === i % columns)
        return (row * column) / sum(v)
      })
      const u = g.map((slope, i) => slope / Math.sqrt(estimate[i]))
      const rate = options.relativeStep ? Math.min(learningRate, t ** -0.5) : learningRate
      const size = rate * (options.scaleByParameter ? Math.max(options.epsilon2, rootMeanSquare(x)) : 1)
      const clip = Math.max(1, rootMeanSquare(u) / options.clipThreshold)
      x = x.map((old, i) => old - (size * u[i]) / clip - learningRate * options.weightDecay * old)
      return [...x]
    })
  }
}
