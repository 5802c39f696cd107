import { beforeAll, describe, expect, it } from '@jest/globals'
import type { LayersReport, OptimizerName } from './layers-program.ts'
import { runBundled } from './run-bundled.ts'

const STEPS = 20

describe('a convolutional network of tfjs-layers', () => {
  let report: LayersReport

  beforeAll(async () => {
    report = (await runBundled('layers-program.ts')) as LayersReport
  }, 60_000)

  const optimizers: OptimizerName[] = ['adam', 'sgd']

  it.each(optimizers)(
    'has the same losses as on the cpu backend in each of 20 steps with %s',
    (optimizer) => {
      const { cpu, simd } = report[optimizer]
      expect(simd.losses).toHaveLength(STEPS)
      simd.losses.forEach((loss, step) => expect(Math.abs(loss - cpu.losses[step])).toBeLessThan(1e-3))
    },
  )

  it.each(optimizers)('learns in WebAssembly memory with %s', (optimizer) => {
    const { losses, bytesInSimdMemory } = report[optimizer].simd
    expect(losses[STEPS - 1]).toBeLessThan(losses[0] / 2)
    expect(bytesInSimdMemory).toBeGreaterThan(0)
  })

  it.each(optimizers)('predicts the same after saving and loading, trained with %s', (optimizer) => {
    const { predictions, predictionsOfLoaded } = report[optimizer].simd
    expect(predictions.length).toBeGreaterThan(0)
    expect(predictionsOfLoaded).toEqual(predictions)
  })
})
