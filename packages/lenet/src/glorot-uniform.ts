import { mersenneStream } from '@tunekit/random-stream'

/**
 * Draws initial weights uniformly from [−r, r) with r = √(6 / (fanIn + fanOut)).
 *
 * fanIn is the number of weights of one output, fanOut the number of weights of one input: for a convolution, the area of
 * the kernel times its input or output channels.
 *
 * Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 * equation 16. Fans as in Flux.jl 0.12.4 (`nfan`).
 *
 * @param shape `[…kernel, in, out]`
 * @param stream The name of the random stream. Equal names give equal numbers, other names unrelated numbers
 * @returns The weights, row-major: r · 2⁻²³ times integers in [−2²³, 2²³)
 */
export function glorotUniform(shape: readonly number[], stream: string): Float32Array {
  const [fanOut, fanIn, ...kernel] = shape.toReversed()
  const area = kernel.reduce((product, size) => product * size, 1)
  const halfWidth = Math.sqrt(6 / (area * (fanIn + fanOut)))
  const random = mersenneStream(stream)
  return Float32Array.from({ length: area * fanIn * fanOut }, () => (2 * random() - 1) * halfWidth)
}
