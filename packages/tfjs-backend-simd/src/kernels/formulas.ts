import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import {
  FORMULA_BLOCK_FLOATS,
  INSTRUCTION_WORDS,
  MOST_SCRATCHES,
  OPERAND_BYTES,
} from '../generated/operations.ts'
import type { Arguments } from '../generated/operations.ts'
import { toFormulaProgram } from './formula-program.ts'
import type { Destination, Formula, FormulaProgram } from './formula-program.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { fill } from './fill.ts'

/**
 * Formulas for each element of tensors, computed in one pass. These are not kernels of tfjs: an optimizer may call them by
 * name when the active backend has them. "Formula" here and "expression" in `@tunekit/optimizers` name one thing: that package
 * passes its expressions as formulas.
 *
 * The kernels have no inputs, only the attributes
 *
 *     formulas    the formulas to compute
 *     parameters  tensors; the formulas are computed for each
 *     tensors     a Map from each formula that is a known tensor to float32 tensors, one for each parameter: of the
 *                 parameter's size, or of one element
 *     into        formulas in `tensors`, of the parameter's size, that receive the results in place; if absent, new tensors do
 *
 * `TunekitFormulas` returns for each formula a new tensor per parameter, or none with `into`. `TunekitSums` returns for each
 * formula the sum over the elements per parameter, a tensor of rank 0.
 */
export const formulaKernels: NativeKernels = { TunekitFormulas: computeFormulas, TunekitSums: computeSums }

interface Attributes {
  readonly formulas: readonly Formula[]
  readonly tensors: ReadonlyMap<Formula, readonly TensorInfo[]>
  readonly parameters: readonly TensorInfo[]
  readonly into?: readonly Formula[]
}

function computeFormulas(args: KernelArguments): TensorInfo[] {
  const { backend } = args
  const { formulas, into } = attributesOf(args)
  if (into && into.length !== formulas.length) {
    throw new TypeError(
      `\`into\` must have one formula for each of the ${formulas.length} formulas, got ${into.length}.`,
    )
  }
  const created: TensorInfo[][] = formulas.map(() => [])
  const createResults = (shape: number[]): TensorInfo[] => {
    const results = formulas.map(() => backend.allocate(shape))
    results.forEach((tensor, formula) => created[formula].push(tensor))
    return results
  }
  appendPrograms(args, formulas, into ?? 'new', into ? () => [] : createResults, (program) => {
    backend.queue.append.formulas({ ...program, sums: 0 })
  })
  return created.flat()
}

function computeSums(args: KernelArguments): TensorInfo[] {
  const { backend } = args
  const { append } = backend.queue
  const { formulas, parameters } = attributesOf(args)
  return formulas.flatMap((formula) => {
    const sums = parameters.map((parameter) => {
      const sum = backend.allocate([])
      if (sizeOf(parameter) === 0) fill(backend, sum, 0)
      return sum
    })
    const noResults = (): TensorInfo[] => []
    appendPrograms(args, [formula], 'register', noResults, (program, parameter) => {
      const { units: count } = program
      backend.withScratch(count * 8, (blockSums) => {
        append.formulas({ ...program, sums: blockSums })
        append.addSums({ units: 1, work: count, sums: blockSums, y: backend.address(sums[parameter]), count })
      })
    })
    return sums
  })
}

/**
 * Appends a program for each parameter.
 *
 * @param createResults Creates the new tensors for the results of a parameter
 * @param append Appends the operation for the parameter of an index
 */
function appendPrograms(
  args: KernelArguments,
  formulas: readonly Formula[],
  destination: Destination,
  createResults: (shape: number[]) => readonly TensorInfo[],
  append: (program: Omit<Arguments<'formulas'>, 'sums'>, parameter: number) => void,
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
    return { size, operands: [...known, ...createResults(shape)] }
  })
  if (vectors.length === 0) return
  const vectorCount = vectors[0].operands.length
  const addresses = vectors.map(({ operands }) => operands.map((tensor) => backend.address(tensor)))
  const words = layOut(program, vectors, addresses)
  backend.withWords(words, (start) => {
    const constants = start + program.instructions.length * 4
    const scratchBytes = scratchBytesOf(program, vectorCount)
    vectors.forEach(({ size }, parameter) => {
      if (size === 0) return
      const units = Math.ceil(size / FORMULA_BLOCK_FLOATS)
      const instructions = program.instructions.length / INSTRUCTION_WORDS
      backend.withScratch(Math.min(units, MOST_SCRATCHES) * scratchBytes, (scratch) => {
        const programArguments = {
          units,
          work: size * instructions,
          program: start,
          instructions,
          vectors: constants + (program.constants.length + parameter * vectorCount * 2) * 4,
          vectorCount,
          constants,
          constantCount: program.constants.length,
          registers: program.registers,
          size,
          scratch,
          scratchBytes,
        }
        append(programArguments, parameter)
      })
    })
  })
}

/**
 * Lays out the words that the operation reads: the instructions, the constants, and for each vector of each parameter its
 * address, and 1 if one float stands for all its elements.
 */
function layOut(
  { instructions, constants }: FormulaProgram,
  vectors: readonly { size: number; operands: readonly TensorInfo[] }[],
  addresses: readonly (readonly number[])[],
): Int32Array {
  const words = new Int32Array(
    instructions.length + constants.length + vectors.length * addresses[0].length * 2,
  )
  words.set(instructions)
  new Float32Array(words.buffer).set(constants, instructions.length)
  let end = instructions.length + constants.length
  vectors.forEach(({ size, operands }, parameter) =>
    operands.forEach((tensor, vector) => {
      words[end++] = addresses[parameter][vector]
      words[end++] = sizeOf(tensor) === 1 && size > 1 ? 1 : 0
    }),
  )
  return words
}

/**
 * The bytes of scratch memory of a slice, as assembly/formulas.ts lays them out: the operands, up to 15 bytes of alignment, a
 * vector of four floats for each number that may stand for all elements, and the registers. Rounded up to whole cache lines.
 */
function scratchBytesOf({ constants, registers }: FormulaProgram, vectorCount: number): number {
  const numbers = vectorCount + constants.length
  const blocks = registers * FORMULA_BLOCK_FLOATS * 4
  const bytes = OPERAND_BYTES * (numbers + registers) + 16 + 16 * numbers + blocks
  return Math.ceil(bytes / 64) * 64
}

function checkFloats(tensor: TensorInfo | undefined, size: number): TensorInfo {
  const given = tensor && sizeOf(tensor)
  if (tensor?.dtype === 'float32' && (given === size || given === 1)) return tensor
  throw new TypeError(
    'Formulas need a float32 tensor for each parameter, of its size or of one element: ' +
      `expected float32[${size}], got ${tensor ? `${tensor.dtype}[${tensor.shape}]` : 'none'}.`,
  )
}

function checkTarget(tensor: TensorInfo | undefined, size: number): void {
  if (tensor && sizeOf(tensor) === size) return
  throw new TypeError(
    `A tensor that receives results must have the size of its parameter: expected ${size} elements, got ${tensor ? sizeOf(tensor) : 'none'}.`,
  )
}

function sizeOf({ shape }: TensorInfo): number {
  return util.sizeFromShape(shape)
}

function attributesOf({ attrs }: KernelArguments): Attributes {
  return attrs as unknown as Attributes
}
