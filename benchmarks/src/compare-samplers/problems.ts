import type { Configuration, FloatParameter, Space } from '@tunekit/sweep'

/** A function to minimize, with its known minimum. */
export interface Problem {
  readonly name: string
  readonly domain: string
  readonly minimum: number
  readonly space: Space
  evaluate(point: Configuration): number
}

/** Standard test functions in their standard domains: https://www.sfu.ca/~ssurjano/optimization.html. */
export const problems: readonly Problem[] = [
  problem('Branin', [span(-5, 10), span(0, 15)], '[−5, 10] × [0, 15]', 10 / (8 * Math.PI), branin),
  problem('Hartmann-6', cube(6, 0, 1), '[0, 1]⁶', -3.322368011415515, hartmann6),
  problem('Ackley-5', cube(5, -32.768, 32.768), '[−32.768, 32.768]⁵', 0, ackley),
  problem('Rosenbrock-10', cube(10, -5, 10), '[−5, 10]¹⁰', 0, rosenbrock),
]

function problem(
  name: string,
  parameters: readonly FloatParameter[],
  domain: string,
  minimum: number,
  evaluate: (x: readonly number[]) => number,
): Problem {
  const space = Object.fromEntries(parameters.map((parameter, index) => [`x${index}`, parameter]))
  return { name, domain, minimum, space, evaluate: (point) => evaluate(Object.values(point) as number[]) }
}

function span(low: number, high: number): FloatParameter {
  return { kind: 'float', low, high, log: false }
}

function cube(dimensions: number, low: number, high: number): FloatParameter[] {
  return Array.from({ length: dimensions }, () => span(low, high))
}

function branin([x, y]: readonly number[]): number {
  const bend = y - (5.1 * x ** 2) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10
}

const hartmannWeights = [1, 1.2, 3, 3.2]
const hartmannScales = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const hartmannCentres = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]

function hartmann6(x: readonly number[]): number {
  return -sum(hartmannWeights, (weight, well) => {
    const distance = sum(
      x,
      (value, axis) => hartmannScales[well][axis] * (value - hartmannCentres[well][axis]) ** 2,
    )
    return weight * Math.exp(-distance)
  })
}

function ackley(x: readonly number[]): number {
  const radius = Math.sqrt(sum(x, (value) => value ** 2) / x.length)
  const waves = sum(x, (value) => Math.cos(2 * Math.PI * value)) / x.length
  return 20 - 20 * Math.exp(-0.2 * radius) + Math.E - Math.exp(waves)
}

function rosenbrock(x: readonly number[]): number {
  return sum(x.slice(1), (next, index) => 100 * (next - x[index] ** 2) ** 2 + (1 - x[index]) ** 2)
}

function sum(values: readonly number[], term: (value: number, index: number) => number): number {
  return values.reduce((total, value, index) => total + term(value, index), 0)
}
