import { getKernel } from '@tensorflow/tfjs-core'
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import type { Formula } from '../../src/kernels/formula-program.ts'
import { expectedOf, formulaProblem, valuesFor } from '../formula-problems.ts'
import type { FormulaProblem } from '../formula-problems.ts'
import type { GuardedMachine } from './guarded-machine.ts'
import { expectAlike } from './judge-call.ts'
import type { Values } from './kernel-call.ts'

/** Formulas have the results of their arithmetic in JavaScript. */
export function formulaProperty(
  kernelName: 'TunekitFormulas' | 'TunekitSums',
  machines: readonly GuardedMachine[],
): fc.IProperty<[FormulaProblem]> {
  return fc.property(formulaProblem, (problem) => {
    const values = valuesFor(problem)
    const expected = problem.formulas.flatMap((formula) =>
      problem.sizes.map((size, parameter) => {
        const numbers = expectedOf(problem, formula, parameter, values)
        if (kernelName === 'TunekitFormulas') return { shape: [size], dtype: 'float32', values: numbers }
        return {
          shape: [],
          dtype: 'float32',
          values: [Math.fround(numbers.reduce((sum, value) => sum + value, 0))],
        }
      }),
    )
    for (const machine of machines) {
      const results = runOn(machine, kernelName, problem, values)
      expectAlike({ results }, { results: expected }, kernelName === 'TunekitSums' ? 1e-4 : Number.MIN_VALUE)
    }
  })
}

function runOn(
  { backend, watch }: GuardedMachine,
  kernelName: string,
  problem: FormulaProblem,
  values: readonly Float32Array[][],
): { shape: number[]; dtype: string; values: Values }[] {
  const created: TensorInfo[] = []
  const make = (numbers: Float32Array, shape: number[]): TensorInfo => {
    const info = backend.makeTensorInfo(shape, 'float32', numbers.slice())
    backend.address(info)
    created.push(info)
    return info
  }
  const entries = problem.known.map((formula, index): [Formula, TensorInfo[]] => {
    return [formula, values[index].map((numbers) => make(numbers, index === 3 ? [] : [numbers.length]))]
  })
  const parameters = problem.sizes.map((size) => make(new Float32Array(size), [size]))
  const attrs = { formulas: problem.formulas, tensors: new Map(entries), parameters }
  try {
    const results = watch(() =>
      getKernel(kernelName, 'simd').kernelFunc({
        inputs: {},
        attrs: attrs as never,
        backend: backend as unknown as KernelBackend,
      }),
    ) as TensorInfo[]
    created.push(...results)
    return results.map(({ dataId, shape, dtype }) => ({
      shape,
      dtype,
      values: backend.readSync(dataId) as Values,
    }))
  } finally {
    for (const { dataId } of created) backend.disposeData(dataId, true)
  }
}
