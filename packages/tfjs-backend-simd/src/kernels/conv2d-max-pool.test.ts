import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { prepareBackends, randomInput } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max })

const layer = fc
  .record({
    batch: size(1, 3),
    height: size(2, 13),
    width: size(2, 21),
    inChannels: size(1, 7),
    outChannels: size(1, 18),
    filterHeight: size(1, 5),
    filterWidth: size(1, 6),
    pad: fc.constantFrom('valid', 'same'),
    seed: fc.integer(),
  })
  .filter((l) => l.pad === 'same' || (l.height > l.filterHeight && l.width > l.filterWidth))

describe('TunekitConv2DMaxPool and its gradients', () => {
  it('agree with the stock convolution followed by the stock pooling', async () => {
    await fc.assert(
      fc.asyncProperty(layer, async (l) => {
        const inputs = {
          x: randomInput([l.batch, l.height, l.width, l.inChannels], l.seed),
          filter: randomInput([l.filterHeight, l.filterWidth, l.inChannels, l.outChannels], l.seed + 1),
          bias: randomInput([l.outChannels], l.seed + 2),
        }
        const conv = { strides: [1, 1], dilations: 1, pad: l.pad, dataFormat: 'NHWC', activation: 'linear' }
        const pool = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' }
        const run = <Result extends tf.Tensor | tf.Tensor[]>(
          name: string,
          tensors: Record<string, tf.Tensor>,
          attrs: object,
        ): Result => tf.engine().runKernel(name, tensors, attrs as tf.NamedAttrMap) as Result
        const compute = async (backend: string): Promise<Float32Array[]> => {
          await tf.setBackend(backend)
          return tf.tidy(() => {
            const make = ({ shape, values }: { shape: number[]; values: Float32Array }): tf.Tensor =>
              tf.tensor(values.slice(), shape)
            const [x, filter, bias] = [inputs.x, inputs.filter, inputs.bias].map(make)
            // half of the gradients are zero, as after a relu
            const dyOf = (y: tf.Tensor): tf.Tensor => {
              const { shape, values } = randomInput(y.shape, l.seed + 3)
              return make({ shape, values: values.map((value) => Math.max(0, value)) })
            }
            if (backend === 'cpu') {
              const input = run<tf.Tensor>('FusedConv2D', { x, filter, bias }, conv)
              const output = run<tf.Tensor>('MaxPool', { x: input }, pool)
              const dz = run<tf.Tensor>('MaxPoolGrad', { dy: dyOf(output), input, output }, pool)
              const attrs = { ...conv, filterShape: filter.shape, inputShape: x.shape }
              return [
                output,
                run<tf.Tensor>('Conv2DBackpropFilter', { x, dy: dz }, attrs),
                run<tf.Tensor>('Conv2DBackpropInput', { dy: dz, filter }, attrs),
              ].map((tensor) => tensor.dataSync() as Float32Array)
            }
            const [y, places] = run<tf.Tensor[]>('TunekitConv2DMaxPool', { x, filter, bias }, { pad: l.pad })
            const dy = dyOf(y)
            const attrs = { pad: l.pad, filterShape: filter.shape, inputShape: x.shape }
            return [
              y,
              run<tf.Tensor>('TunekitConv2DMaxPoolBackpropFilter', { x, dy, places }, attrs),
              run<tf.Tensor>('TunekitConv2DMaxPoolBackpropInput', { dy, places, filter }, attrs),
            ].map((tensor) => tensor.dataSync() as Float32Array)
          })
        }
        const expected = await compute('cpu')
        const actual = await compute('simd')
        expected.forEach((values, i) => {
          expect(actual[i]).toHaveLength(values.length)
          values.forEach((value, at) => {
            const error = Math.abs(actual[i][at] - value)
            if (!(error <= 1e-4 * Math.max(1, Math.abs(value)))) {
              throw new Error(
                `${['y', 'filter gradient', 'input gradient'][i]} differs at ${at}: ${value}, ${actual[i][at]}`,
              )
            }
          })
        })
      }),
      { numRuns: 200 },
    )
  })

  it('skips NaN, like the stock pooling', async () => {
    await tf.setBackend('simd')
    tf.tidy(() => {
      const x = tf.tensor4d([NaN, 1, NaN, NaN, 2, -1, NaN, -Infinity], [1, 2, 4, 1])
      const inputs = { x, filter: tf.ones([1, 1, 1, 1]), bias: tf.zeros([1]) }
      const [y] = tf.engine().runKernel<tf.Tensor[]>('TunekitConv2DMaxPool', inputs, { pad: 'valid' })
      expect(Array.from(y.dataSync())).toEqual([2, -Infinity])
    })
  })

  it('states the expected shapes and types in errors', async () => {
    await tf.setBackend('simd')
    tf.tidy(() => {
      const inputs = { x: tf.ones([1, 3, 3, 1]), filter: tf.ones([3, 3, 1, 1]), bias: tf.zeros([1]) }
      expect(() => tf.engine().runKernel('TunekitConv2DMaxPool', inputs, { pad: 'valid' })).toThrow(
        'expected float32 tensors and an output of 2 × 2 or more, got float32,float32,float32 and 1 × 1.',
      )
    })
  })
})
