import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose, tensor1d, tidy } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { expectNoLeaks } from '../../test/no-leaks.ts'
import { registerFakeKernels } from '../../test/fake-kernels.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { useEvaluationWeights } from './use-evaluation-weights.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from './to-optimizer.ts'
import { accumulate } from '../transforms/accumulate.ts'
import { ema } from '../transforms/ema.ts'
import { lookahead } from '../transforms/lookahead.ts'
import { swa } from '../transforms/swa.ts'

beforeAll(useCpuBackend)

expectNoLeaks()

const descent = sgd({ learningRate: 1 })

describe('useEvaluationWeights', () => {
  it('assigns the averages to the variables, and training continues with the same bits', () => {
    const gradients = [
      [0.3, -0.1],
      [0.7, 0.2],
      [-0.1, 0.9],
      [0.4, 0.4],
    ]
    const rule = chain(adam({ learningRate: 0.1 }), ema(0.9))
    const expected = run(rule, [1, 2], gradients)
    const trainAndEvaluate = (): unknown[] => {
      const x = vector([1, 2], 'x')
      const optimizer = toOptimizer(rule)
      const evaluated = gradients.map((values, step) => {
        applyStep(optimizer, { x: values })
        const useTrainingWeights = useEvaluationWeights(optimizer)
        const average = [...x.dataSync()]
        useTrainingWeights()
        expect([...x.dataSync()]).toEqual(expected[step])
        return average
      })
      optimizer.dispose()
      x.dispose()
      return evaluated
    }
    const byOps = trainAndEvaluate()
    expect(byOps).not.toEqual(expected)
    const { unregister } = registerFakeKernels('cpu')
    expect(trainAndEvaluate()).toEqual(byOps)
    unregister()
  })

  it('changes neither the average nor the state that is saved during evaluation', async () => {
    const x = vector([8], 'x')
    const optimizer = toOptimizer(chain(descent, ema(0.5)))
    applyStep(optimizer, { x: [4] })
    const useTrainingWeights = useEvaluationWeights(optimizer)
    const resumed = toOptimizer(chain(descent, ema(0.5)))
    await resumed.setWeights(await optimizer.getWeights())
    useTrainingWeights()
    applyStep(optimizer, { x: [4] })
    expect(evaluationWeights(optimizer, x)).toEqual([3])
    tidy(() => x.assign(tensor1d([4])))
    applyStep(resumed, { x: [4] })
    expect(evaluationWeights(resumed, x)).toEqual([3])
    optimizer.dispose()
    resumed.dispose()
    x.dispose()
  })

  it('gives averages right after a resume, of swa too', async () => {
    const [a, b] = [vector([8], 'a'), vector([8], 'b')]
    const rule = chain(descent, swa({ start: 2 }))
    const first = toOptimizer(rule)
    applyStep(first, { a: [4], b: [1] })
    applyStep(first, { a: [4] })
    applyStep(first, { a: [-4] })
    const second = toOptimizer(rule)
    await second.setWeights(await first.getWeights())
    // a: 4, 0, 4, of which the last two count; b has had one update only.
    expect(evaluationWeights(second, a)).toEqual([2])
    expect(evaluationWeights(second, b)).toEqual([7])
    first.dispose()
    second.dispose()
    dispose([a, b])
  })

  it('rejects a step, and a second swap, until the training weights are restored', () => {
    const x = vector([8], 'x')
    const optimizer = toOptimizer(chain(descent, ema(0.5)))
    applyStep(optimizer, { x: [4] })
    const useTrainingWeights = useEvaluationWeights(optimizer)
    expect(() => applyStep(optimizer, { x: [4] })).toThrow(
      'The variables hold their evaluation weights. Restore the training weights first.',
    )
    expect(() => useEvaluationWeights(optimizer)).toThrow(
      'The variables already hold their evaluation weights. Restore the training weights first.',
    )
    expect(x.dataSync()[0]).toBe(6)
    useTrainingWeights()
    applyStep(optimizer, { x: [4] })
    expect(x.dataSync()[0]).toBe(0)
    optimizer.dispose()
    x.dispose()
  })

  it('restores the training weights only once', () => {
    const x = vector([8], 'x')
    const optimizer = toOptimizer(chain(descent, ema(0.5)))
    applyStep(optimizer, { x: [4] })
    const first = useEvaluationWeights(optimizer)
    first()
    const second = useEvaluationWeights(optimizer)
    first()
    expect(() => applyStep(optimizer, { x: [4] })).toThrow('The variables hold their evaluation weights')
    second()
    expect(x.dataSync()[0]).toBe(4)
    optimizer.dispose()
    x.dispose()
  })

  it('uses the average of the last link that averages the variable', () => {
    const [a, b] = [vector([8], 'a'), vector([8], 'b')]
    const inner = chain(descent, ema(0.5), lookahead({ steps: 100 }))
    const optimizer = toOptimizer(chain(inner, ema(0.75, { where: 'a' })))
    applyStep(optimizer, { a: [4], b: [4] })
    expect(evaluationWeights(optimizer, a)).toEqual([7])
    expect(evaluationWeights(optimizer, b)).toEqual([6])
    optimizer.dispose()
    dispose([a, b])
  })

  it('keeps variables without an average, and variables before their first update', () => {
    const [a, b] = [vector([8], 'a'), vector([8], 'b')]
    const plain = toOptimizer(descent)
    applyStep(plain, { a: [4] })
    expect(evaluationWeights(plain, a)).toEqual([4])
    const averaging = toOptimizer(chain(accumulate(2), descent, ema(0.5)))
    applyStep(averaging, { b: [4] })
    expect(evaluationWeights(averaging, b)).toEqual([8])
    plain.dispose()
    averaging.dispose()
    dispose([a, b])
  })

  it('ignores variables that were disposed before or during evaluation', () => {
    const [a, b, c] = [vector([8], 'a'), vector([8], 'b'), vector([8], 'c')]
    const optimizer = toOptimizer(chain(descent, ema(0.5)))
    applyStep(optimizer, { a: [4], b: [4], c: [4] })
    a.dispose()
    const useTrainingWeights = useEvaluationWeights(optimizer)
    expect([b.dataSync()[0], c.dataSync()[0]]).toEqual([6, 6])
    b.dispose()
    useTrainingWeights()
    expect(c.dataSync()[0]).toBe(4)
    optimizer.dispose()
    c.dispose()
  })

  it('restores the training weights even if the optimizer is disposed during evaluation', () => {
    const x = vector([8], 'x')
    const optimizer = toOptimizer(chain(descent, ema(0.5)))
    applyStep(optimizer, { x: [4] })
    const useTrainingWeights = useEvaluationWeights(optimizer)
    optimizer.dispose()
    useTrainingWeights()
    expect(x.dataSync()[0]).toBe(4)
    x.dispose()
  })

  /** The values of a variable while the model is evaluated. */
  function evaluationWeights(
    optimizer: Parameters<typeof useEvaluationWeights>[0],
    variable: ReturnType<typeof vector>,
  ): number[] {
    const useTrainingWeights = useEvaluationWeights(optimizer)
    const values = [...variable.dataSync()]
    useTrainingWeights()
    return values
  }
})
