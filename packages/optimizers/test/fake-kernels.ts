import { registerKernel, unregisterKernel } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'

type Numbers = Readonly<Record<string, number>>

/** One element of a kernel: from its inputs and float32 attrs to `[update, ...accumulators]`. */
type Element = (inputs: Numbers, attrs: Numbers) => number[]

const f = Math.fround

/** The float32 sequences that the rules' docstrings prescribe, every operation rounded by itself. */
const elements: Readonly<Record<string, Element>> = {
  TunekitL2: ({ gradient, parameter }, { weightDecay }) => [f(gradient + f(parameter * weightDecay))],
  TunekitSgd: ({ gradient, b: old }, { learningRate, momentum, nesterov }) => {
    const b = momentum === 0 ? gradient : f(f(old * momentum) + gradient)
    const d = nesterov === 1 ? f(f(b * momentum) + gradient) : b
    return [f(d * -learningRate), b]
  },
  TunekitAdam: (inputs, { beta1, gain1, beta2, gain2, epsilon, stepSize }) => {
    const m = f(f(inputs.m * beta1) + f(inputs.gradient * gain1))
    const v = f(f(inputs.v * beta2) + f(f(inputs.gradient * inputs.gradient) * gain2))
    return [f(f(m / f(f(Math.sqrt(v)) + epsilon)) * -stepSize), m, v]
  },
  TunekitNadam: (inputs, { beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize }) => {
    const m = f(f(inputs.m * beta1) + f(inputs.gradient * gain1))
    const v = f(f(inputs.v * beta2) + f(f(inputs.gradient * inputs.gradient) * gain2))
    const ahead = f(f(m * -stepSize) + f(inputs.gradient * -gradientStepSize))
    return [f(ahead / f(f(Math.sqrt(v)) + epsilon)), m, v]
  },
  TunekitAdaBelief: (inputs, { beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize }) => {
    const m = f(f(inputs.m * beta1) + f(inputs.gradient * gain1))
    const d = f(inputs.gradient - m)
    const s = f(f(f(inputs.s * beta2) + f(f(d * d) * gain2)) + epsilonRoot)
    return [f(f(m / f(f(Math.sqrt(s)) + epsilon)) * -stepSize), m, s]
  },
}

/** Lists of a kernel, with an entry for each parameter. */
type Lists = Readonly<Record<string, readonly TensorInfo[]>>

/** Registers the kernels on a backend of `MathBackendCPU`s and lists their calls, until it is undone. */
export function registerFakeKernels(backendName: string): { calls: string[]; unregister: () => void } {
  const calls: string[] = []
  for (const [kernelName, element] of Object.entries(elements)) {
    registerKernel({
      kernelName,
      backendName,
      kernelFunc({ inputs, attrs, backend }) {
        calls.push(kernelName)
        const lists = inputs as unknown as Lists
        return lists.gradient.map((_, index) => {
          const tensors = Object.entries(lists).map(([name, list]) => [name, list[index]] as const)
          const numbers = (attrs!.steps as unknown as Numbers[])[index]
          return runElements(element, Object.fromEntries(tensors), numbers, backend as MathBackendCPU)
        })
      },
    })
  }
  registerKernel({
    kernelName: 'TunekitApply',
    backendName,
    kernelFunc({ inputs, backend }) {
      calls.push('TunekitApply')
      const { parameter, update } = inputs as unknown as Lists
      parameter.forEach((tensor, index) => {
        const values = valuesOf(backend as MathBackendCPU, tensor)
        valuesOf(backend as MathBackendCPU, update[index]).forEach((value, i) => (values[i] += value))
      })
      return []
    },
  })
  return {
    calls,
    unregister: () =>
      [...Object.keys(elements), 'TunekitApply'].forEach((name) => unregisterKernel(name, backendName)),
  }
}

/** Changes the accumulators in place and returns the update. */
function runElements(
  element: Element,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: Numbers,
  backend: MathBackendCPU,
): TensorInfo {
  const rounded = Object.fromEntries(Object.entries(attrs).map(([name, value]) => [name, f(value)]))
  const values = Object.entries(inputs).map(([name, input]) => [name, valuesOf(backend, input)] as const)
  const accumulators = values.filter(([name]) => name !== 'gradient' && name !== 'parameter')
  const update = new Float32Array(valuesOf(backend, inputs.gradient).length)
  for (let index = 0; index < update.length; index++) {
    const numbers = Object.fromEntries(values.map(([name, data]) => [name, data[index]]))
    const [moved, ...next] = element(numbers, rounded)
    update[index] = moved
    accumulators.forEach(([, data], slot) => (data[index] = next[slot]))
  }
  return backend.makeTensorInfo(inputs.gradient.shape, 'float32', update)
}

function valuesOf(backend: MathBackendCPU, tensor: TensorInfo): Float32Array {
  return backend.data.get(tensor.dataId).values as Float32Array
}
