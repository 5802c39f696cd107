import type { Hello } from '../harness/protocol.ts'
import type { Plan } from './plan.ts'

/** The plan of the run, and the callbacks of a section. */
export interface SectionOptions {
  readonly plan: Plan
  /** Called with the greeting of every contestant that starts. */
  readonly onHello: (hello: Hello) => void
  /** Called with a line about the progress. */
  readonly onProgress: (text: string) => void
}

/** Measures one subject, and returns Markdown without a heading. */
export type Section = (options: SectionOptions) => Promise<string>
