import { registerKernel, unregisterKernel } from '@tensorflow/tfjs-core'
import type { NamedAttrMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { Expression, Operand, Operation } from '../src/engine/expression.ts'

const f = Math.fround

const operations: Readonly<Record<Operation, (a: number, b: number, c: number) => number>> = {
  Abs: (a) => Math.abs(a),
  Add: (a, b) => f(a + b),
  Greater: (a, b) => (a > b ? 1 : 0),
  Maximum: (a, b) => Math.max(a, b),
  Minimum: (a, b) => Math.min(a, b),
  Multiply: (a, b) => f(a * b),
  RealDiv: (a, b) => f(a / b),
  Select: (a, b, c) => (a === 0 ? c : b),
  Sign: (a) => Number(a > 0) - Number(a < 0),
  Sqrt: (a) => f(Math.sqrt(a)),
  Square: (a) => f(a * a),
  Sub: (a, b) => f(a - b),
}

/** The attributes that the kernels are called with. */
interface FormulaAttrs {
  readonly formulas: readonly Expression[]
  readonly into?: readonly Expression[]
  readonly tensors: ReadonlyMap<Expression, readonly Tensor[]>
  readonly parameters: readonly Tensor[]
}

const whole = (values: Float32Array) => values

/** Registers the kernels on a `MathBackendCPU` and lists their calls, until `unregister` is called. */
export function registerFakeKernels(backendName: string): { calls: string[]; unregister: () => void } {
  const calls: string[] = []
  const register = (kernelName: string, reduce: (values: Float32Array) => Float32Array): void =>
    registerKernel({
      kernelName,
      backendName,
      kernelFunc({ attrs, backend }) {
        calls.push(kernelName)
        return compute(attrs!, backend as MathBackendCPU, reduce)
      },
    })
  register('TunekitFormulas', whole)
  // Rounded once at the end, as in the kernel of tfjs.
  register('TunekitSums', (values) => Float32Array.of(values.reduce((total, value) => total + value, 0)))
  return {
    calls,
    unregister: () =>
      ['TunekitFormulas', 'TunekitSums'].forEach((name) => unregisterKernel(name, backendName)),
  }
}

/** Computes formulas element by element, then stores the results that overwrite tensors. */
function compute(
  attrs: NamedAttrMap,
  backend: MathBackendCPU,
  reduce: (values: Float32Array) => Float32Array,
): TensorInfo[] {
  const { formulas, into, tensors, parameters } = attrs as unknown as FormulaAttrs
  const valuesOf = ({ dataId }: TensorInfo) => backend.data.get(dataId).values as Float32Array
  const made = parameters.map(({ size, shape }, parameter) => {
    const valueOf = (operand: Operand, index: number): number => {
      if (typeof operand === 'number') return f(operand)
      const known = tensors.get(operand)
      if (known) {
        const values = valuesOf(known[parameter])
        return values[values.length === 1 ? 0 : index]
      }
      const [a, b, c] = operand.operands.map((each) => valueOf(each, index))
      return operations[operand.operation!](a, b, c)
    }
    const results = formulas.map((formula) =>
      Float32Array.from({ length: size }, (_, i) => valueOf(formula, i)),
    )
    into?.forEach((expression, i) => valuesOf(tensors.get(expression)![parameter]).set(results[i]))
    return results.map((values) => ({ values: reduce(values), shape }))
  })
  if (into) return []
  return formulas.flatMap((_, formula) =>
    made.map((list) => {
      const { values, shape } = list[formula]
      return backend.makeTensorInfo(reduce === whole ? shape : [], 'float32', values)
    }),
  )
}
