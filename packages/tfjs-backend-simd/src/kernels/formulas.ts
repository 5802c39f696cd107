import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Share } from '../runtime/command-queue.ts'
import { toFormulaProgram } from './formula-program.ts'
import type { Destination, Formula, FormulaProgram } from './formula-program.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { fill } from './fill.ts'

/**
 * Formulas for each element of tensors, computed in one pass. These are no kernels of tfjs: an optimizer may call them by
 * name when the active backend has them. They have no inputs but the attributes
 *
 *     formulas    what is to be computed
 *     parameters  tensors, for each of which they are computed
 *     tensors     a Map from each formula that stands for known numbers to float32 tensors, one for each parameter: of the
 *                 parameter's size, or of one element
 *     into        formulas in `tensors`, of the parameter's size, that get the results in place; absent: new tensors do
 *
 * `TunekitElementwise` returns for each formula a new tensor per parameter, or none. `TunekitSums` returns for each formula
 * the sum over the elements per parameter, a tensor of rank 0.
 */
export const formulaKernels: NativeKernels = { TunekitElementwise: elementwise, TunekitSums: sums }

interface Attributes {
  readonly formulas: readonly Formula[]
  readonly tensors: ReadonlyMap<Formula, readonly TensorInfo[]>
  readonly parameters: readonly TensorInfo[]
  readonly into?: readonly Formula[]
}

function elementwise(args: KernelArguments): TensorInfo[] {
  const { backend } = args
  const { formulas, into } = attributesOf(args)
  if (into && into.length !== formulas.length) {
    throw new TypeError(`\`into\` must have one formula for each of ${formulas.length}, got ${into.length}.`)
  }
  const made: TensorInfo[][] = formulas.map(() => [])
  const makeResults = (shape: number[]): TensorInfo[] => {
    const results = formulas.map(() => backend.allocate(shape))
    results.forEach((tensor, formula) => made[formula].push(tensor))
    return results
  }
  run(args, formulas, into ?? 'new', into ? () => [] : makeResults, (share, program) => {
    backend.queue.append('formulas', share, ...program)
  })
  return made.flat()
}

function sums(args: KernelArguments): TensorInfo[] {
  const { backend } = args
  const { formulas, parameters } = attributesOf(args)
  return formulas.flatMap((formula) => {
    const sums = parameters.map((parameter) => {
      const sum = backend.allocate([])
      if (sizeOf(parameter) === 0) fill(backend, sum, 0)
      return sum
    })
    run(
      args,
      [formula],
      'register',
      () => [],
      (share, program, parameter) => {
        backend.withScratch(share.units * 8, (blocks) => {
          backend.queue.append('formulaSums', share, ...program, blocks)
          const whole = { units: 1, work: share.units }
          backend.queue.append('addSums', whole, blocks, backend.address(sums[parameter]), share.units)
        })
      },
    )
    return sums
  })
}

/** As in assembly/formulas.ts: floats in a block, words of an instruction, slices that have scratch of their own. */
const BLOCK = 512
const WORDS = 6
const MOST_SCRATCHES = 64

/** The arguments of the operation `formulas`. */
type ProgramArguments = [
  program: number,
  instructions: number,
  vectors: number,
  vectorCount: number,
  constants: number,
  constantCount: number,
  registers: number,
  n: number,
  scratch: number,
  scratchBytes: number,
  units: number,
]

/**
 * Appends a program for each parameter.
 *
 * @param makeResults Makes the new tensors that a parameter's results go to
 * @param append Appends the operation for the parameter of an index
 */
function run(
  args: KernelArguments,
  formulas: readonly Formula[],
  destination: Destination,
  makeResults: (shape: number[]) => readonly TensorInfo[],
  append: (share: Share, program: ProgramArguments, parameter: number) => void,
): void {
  const { backend } = args
  const { tensors, parameters } = attributesOf(args)
  backend.recorder?.reject('it steps an optimizer, whose count of steps a replay would not change')
  const program = toFormulaProgram(formulas, (formula) => tensors.has(formula), destination)
  const vectors = parameters.map(({ shape }, parameter) => {
    const tensorOf = (formula: Formula): TensorInfo | undefined => tensors.get(formula)?.[parameter]
    const size = util.sizeFromShape(shape)
    const known = program.known.map((formula) => checkFloats(tensorOf(formula), size))
    if (Array.isArray(destination)) for (const formula of destination) checkTarget(tensorOf(formula), size)
    return { size, all: [...known, ...makeResults(shape)] }
  })
  if (vectors.length === 0) return
  const vectorCount = vectors[0].all.length
  const addresses = vectors.map(({ all }) => all.map((tensor) => backend.address(tensor)))
  const words = layOut(program, vectors, addresses)
  backend.withWords(words, (at) => {
    const constants = at + program.instructions.length * 4
    const scratchBytes = scratchBytesOf(program, vectorCount)
    vectors.forEach(({ size }, parameter) => {
      if (size === 0) return
      const units = Math.ceil(size / BLOCK)
      const share = { units, work: (size * program.instructions.length) / WORDS }
      backend.withScratch(Math.min(units, MOST_SCRATCHES) * scratchBytes, (scratch) => {
        const programArguments: ProgramArguments = [
          at,
          program.instructions.length / WORDS,
          constants + (program.constants.length + parameter * vectorCount * 2) * 4,
          vectorCount,
          constants,
          program.constants.length,
          program.registers,
          size,
          scratch,
          scratchBytes,
          units,
        ]
        append(share, programArguments, parameter)
      })
    })
  })
}

/** The program, its constants, and for each parameter where its vectors are and whether they have one element. */
function layOut(
  { instructions, constants }: FormulaProgram,
  vectors: readonly { size: number; all: readonly TensorInfo[] }[],
  addresses: readonly (readonly number[])[],
): Int32Array {
  const words = new Int32Array(
    instructions.length + constants.length + vectors.length * addresses[0].length * 2,
  )
  words.set(instructions)
  new Float32Array(words.buffer).set(constants, instructions.length)
  let end = instructions.length + constants.length
  vectors.forEach(({ size, all }, parameter) =>
    all.forEach((tensor, vector) => {
      words[end++] = addresses[parameter][vector]
      words[end++] = sizeOf(tensor) === 1 && size > 1 ? 1 : 0
    }),
  )
  return words
}

/** What `prepare` and `runBlock` of assembly/formulas.ts use: operands, a vector for each number, and registers. */
function scratchBytesOf({ constants, registers }: FormulaProgram, vectorCount: number): number {
  const numbers = vectorCount + constants.length
  const bytes = 12 * (numbers + registers) + 16 + 16 * numbers + registers * BLOCK * 4
  return Math.ceil(bytes / 64) * 64
}

function checkFloats(tensor: TensorInfo | undefined, size: number): TensorInfo {
  const own = tensor && sizeOf(tensor)
  if (tensor?.dtype === 'float32' && (own === size || own === 1)) return tensor
  throw new TypeError(
    'Formulas need a float32 tensor for each parameter, of its size or of one element: ' +
      `expected float32[${size}], got ${tensor ? `${tensor.dtype}[${tensor.shape}]` : 'none'}.`,
  )
}

function checkTarget(tensor: TensorInfo | undefined, size: number): void {
  if (tensor && sizeOf(tensor) === size) return
  throw new TypeError(
    `A tensor that gets results must have the size of its parameter: expected ${size} elements, got ${tensor ? sizeOf(tensor) : 'none'}.`,
  )
}

function sizeOf({ shape }: TensorInfo): number {
  return util.sizeFromShape(shape)
}

function attributesOf({ attrs }: KernelArguments): Attributes {
  return attrs as unknown as Attributes
}
