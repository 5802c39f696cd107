import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Share } from '../command-queue.ts'
import type { KernelArguments, NativeKernels } from '../native-kernel.ts'
import { blocksOf, vectorWalk, walkArguments } from './broadcast-walk.ts'

/**
 * One step of an optimizer's rule, fused, on any number of parameters. These are no kernels of tfjs: an optimizer may
 * call them by name when the active backend has them. Inputs are lists with an entry for each parameter: `gradient`,
 * `parameter` and the rule's accumulators. So is the attribute `steps`: the numbers of each, see assembly/optimizers.ts.
 * A kernel changes the accumulators in place and returns the list of updates, which are to be added to the parameters;
 * `TunekitApply` takes lists `parameter` and `update` and does that, in place.
 */
export const optimizerKernels: NativeKernels = {
  TunekitL2: l2,
  TunekitSgd: sgd,
  TunekitAdam: adam,
  TunekitNadam: nadam,
  TunekitAdaBelief: adaBelief,
  TunekitApply: apply,
}

/** The numbers of a rule for one parameter. */
type Step = Readonly<Record<string, number>>

function l2(args: KernelArguments): TensorInfo[] {
  return runSteps('TunekitL2', args, ['gradient', 'parameter'], (step, update, size, gradient, parameter) => {
    const { weightDecay } = step
    args.backend.queue.append('l2', shareOf(size), gradient, parameter, update, size, weightDecay)
  })
}

function sgd(args: KernelArguments): TensorInfo[] {
  return stepsOf(args).every(({ momentum }) => momentum === 0) ? plainSgd(args) : momentumSgd(args)
}

function plainSgd(args: KernelArguments): TensorInfo[] {
  return runSteps('TunekitSgd', args, ['gradient'], ({ learningRate }, update, size, gradient) => {
    args.backend.queue.append('sgd', shareOf(size), gradient, update, size, learningRate)
  })
}

function momentumSgd(args: KernelArguments): TensorInfo[] {
  return runSteps('TunekitSgd', args, ['gradient', 'b'], (step, update, size, gradient, b) => {
    const { learningRate, momentum, nesterov } = step
    const numbers = [learningRate, momentum, nesterov] as const
    args.backend.queue.append('sgdMomentum', shareOf(size), gradient, b, update, size, ...numbers)
  })
}

function adam(args: KernelArguments): TensorInfo[] {
  return runSteps('TunekitAdam', args, ['gradient', 'm', 'v'], (step, update, size, gradient, m, v) => {
    const { beta1, gain1, beta2, gain2, epsilon, stepSize } = step
    const numbers = [beta1, gain1, beta2, gain2, epsilon, stepSize] as const
    args.backend.queue.append('adam', shareOf(size), gradient, m, v, update, size, ...numbers)
  })
}

function nadam(args: KernelArguments): TensorInfo[] {
  return runSteps('TunekitNadam', args, ['gradient', 'm', 'v'], (step, update, size, gradient, m, v) => {
    const { beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize } = step
    const numbers = [beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize] as const
    args.backend.queue.append('nadam', shareOf(size), gradient, m, v, update, size, ...numbers)
  })
}

function adaBelief(args: KernelArguments): TensorInfo[] {
  return runSteps('TunekitAdaBelief', args, ['gradient', 'm', 's'], (step, update, size, gradient, m, s) => {
    const { beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize } = step
    const numbers = [beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize] as const
    args.backend.queue.append('adaBelief', shareOf(size), gradient, m, s, update, size, ...numbers)
  })
}

/** parameter += update */
function apply(args: KernelArguments): TensorInfo[] {
  const { backend } = args
  const [parameters, changes] = floats('TunekitApply', args, ['parameter', 'update'])
  const walk = walkArguments(vectorWalk)
  parameters.forEach((parameter, i) => {
    const size = util.sizeFromShape(parameter.shape)
    const address = backend.address(parameter)
    backend.queue.append('add', shareOf(size), address, backend.address(changes[i]), address, size, ...walk)
  })
  return []
}

/**
 * Makes an update for each parameter.
 *
 * @param append Appends the operation for one of them, given the addresses of its update and of its inputs, in the order
 *   of `names`
 */
function runSteps(
  kernelName: string,
  args: KernelArguments,
  names: readonly string[],
  append: (step: Step, update: number, size: number, ...inputs: number[]) => void,
): TensorInfo[] {
  const { backend } = args
  const lists = floats(kernelName, args, names)
  const steps = stepsOf(args)
  return lists[0].map((gradient, i) => {
    const update = backend.allocate(gradient.shape)
    const addresses = lists.map((list) => backend.address(list[i]))
    append(steps[i], backend.address(update), util.sizeFromShape(gradient.shape), ...addresses)
    return update
  })
}

/** An element of a step, with its root and quotient, takes as long as so many of a vector's. */
const WORK_PER_ELEMENT = 8

function shareOf(size: number): Share {
  const { units, work } = blocksOf(size)
  return { units, work: work * WORK_PER_ELEMENT }
}

function stepsOf({ attrs }: KernelArguments): readonly Step[] {
  return attrs['steps'] as unknown as Step[]
}

/** The named inputs, lists whose i-th entries must be float32 tensors of one size. */
function floats(
  kernelName: string,
  { inputs, backend }: KernelArguments,
  names: readonly string[],
): TensorInfo[][] {
  backend.recording?.refuse('it steps an optimizer, whose count of steps a replay would not change')
  const lists = names.map((name) => inputs[name] as unknown as TensorInfo[])
  lists[0].forEach(({ shape }, i) => {
    const size = util.sizeFromShape(shape)
    for (const list of lists) {
      if (size > 0 && isFloats(list?.[i], size)) continue
      const got = lists.map((list) => `${list?.[i]?.dtype}[${list?.[i]?.shape}]`).join(', ')
      throw new TypeError(
        `${kernelName} needs float32 tensors of one size: expected ${names.join(', ')}, got ${got}.`,
      )
    }
  })
  return lists
}

function isFloats(tensor: TensorInfo | undefined, size: number): boolean {
  return tensor?.dtype === 'float32' && util.sizeFromShape(tensor.shape) === size
}
