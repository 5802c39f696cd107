import { mersenneStream } from '@tunekit/random-stream'

/**
 * Initial weights drawn evenly from [−r, r), r = √(6 / (fanIn + fanOut)).
 *
 * A fan is the number of weights that meet at one output (in) or leave one input (out): for a convolution the
 * kernel's area times its input or output channels.
 *
 * Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
 * equation 16. Fans as in Flux.jl 0.12.4 (`nfan`).
 *
 * @param shape `[…kernel, in, out]`
 * @param stream Names the random stream: equal names give equal numbers, different names unrelated ones
 * @returns The weights, row-major: 2⁻²³ r times integers from −2²³ up to but not including 2²³
 */
export function glorotUniform(shape: readonly number[], stream: string): Float32Array {
  const [fanOut, fanIn, ...kernel] = shape.toReversed()
  const area = kernel.reduce((product, size) => product * size, 1)
  const halfWidth = Math.sqrt(6 / (area * (fanIn + fanOut)))
  const random = mersenneStream(stream)
  return Float32Array.from({ length: area * fanIn * fanOut }, () => (2 * random() - 1) * halfWidth)
}
