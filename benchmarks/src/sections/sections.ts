import { evaluation } from './evaluation.ts'
import { kernels } from './kernels.ts'
import { memory } from './memory.ts'
import { optimizers } from './optimizers.ts'
import type { Plan } from './plan.ts'
import type { Section } from './section.ts'
import { start } from './start.ts'
import { stock } from './stock.ts'
import { training } from './training.ts'

/** The name of a section, as in `--only`. */
export type SectionName = keyof Plan

/** The sections of the document, in the order of the document. */
export const sections: Readonly<Record<SectionName, { title: string; measure: Section }>> = {
  training: { title: 'Training LeNet-5: seconds for 60,000 images', measure: training },
  evaluation: { title: 'Evaluating LeNet-5: seconds for 70,000 images', measure: evaluation },
  kernels: { title: 'Kernels of a training step at batch size 32, one thread', measure: kernels },
  stock: {
    title: 'Kernels of other layers, compared with the stock cpu backend, one thread',
    measure: stock,
  },
  optimizers: { title: 'Steps of optimizers on the 44,426 parameters of LeNet-5', measure: optimizers },
  start: { title: 'Start of @tunekit/tfjs-backend-simd in a new process', measure: start },
  memory: { title: 'Memory during training at batch size 32', measure: memory },
}

export const sectionNames = Object.keys(sections) as readonly SectionName[]
