import { registerKernel, unregisterKernel } from '@tensorflow/tfjs-core'
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
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

/** Registers the kernels on a backend of `MathBackendCPU`s and tells which ran, until it is undone. */
export function registerFakeKernels(backendName: string): { ran: Set<string>; unregister: () => void } {
  const ran = new Set<string>()
  for (const [kernelName, element] of Object.entries(elements)) {
    registerKernel({
      kernelName,
      backendName,
      kernelFunc({ inputs, attrs, backend }) {
        ran.add(kernelName)
        return runElements(element, inputs as Record<string, TensorInfo>, attrs!, backend as MathBackendCPU)
      },
    })
  }
  registerKernel({
    kernelName: 'TunekitApply',
    backendName,
    kernelFunc({ inputs: { parameter, update }, backend }) {
      ran.add('TunekitApply')
      const values = valuesOf(backend as MathBackendCPU, parameter as TensorInfo)
      valuesOf(backend as MathBackendCPU, update as TensorInfo).forEach((value, i) => (values[i] += value))
      return []
    },
  })
  return {
    ran,
    unregister: () =>
      [...Object.keys(elements), 'TunekitApply'].forEach((name) => unregisterKernel(name, backendName)),
  }
}

/** Changes the accumulators in place and returns the update. */
function runElements(
  element: Element,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
  backend: MathBackendCPU,
): TensorInfo {
  const rounded = Object.fromEntries(Object.entries(attrs).map(([name, value]) => [name, f(value as number)]))
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
