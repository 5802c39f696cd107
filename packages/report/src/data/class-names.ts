import type { ReportEvaluation } from '../input/report-input.ts'

/** A name for every class of an evaluation; its number where none is given. */
export function classNamesOf({ classNames = [], confusion = [], perClass = [] }: ReportEvaluation): string[] {
  const count = Math.max(classNames.length, confusion.length, perClass.length)
  return Array.from({ length: count }, (_, index) => classNames[index] ?? String(index))
}
