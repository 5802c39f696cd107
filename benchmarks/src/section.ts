import type { Hello } from './contestant.ts'
import type { Plan } from './plan.ts'

/** What every section needs. */
export interface SectionOptions {
  readonly plan: Plan
  /** Told about every contestant that runs. */
  readonly onHello: (hello: Hello) => void
  /** Reports progress to whoever waits. */
  readonly say: (text: string) => void
}

/** Measures something and writes it up: Markdown, without a heading. */
export type Section = (options: SectionOptions) => Promise<string>
