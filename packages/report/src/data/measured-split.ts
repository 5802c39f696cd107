import type { ReportGroup } from '../input/report-input.ts'

/** The images whose scores a report is about. */
export type MeasuredSplit = 'test' | 'validation'

/**
 * The images that a report's runs are compared on: those of the test set if any run was tested, else the validation
 * images of runs that leave the test set alone.
 *
 * It is one for all groups, since scores of different images are not to be compared.
 *
 * @example
 * const split = measuredSplit(groups) // 'validation' for the trials of a study
 */
export function measuredSplit(groups: readonly ReportGroup[] = []): MeasuredSplit {
  const scored = (split: MeasuredSplit): boolean =>
    groups.some(({ runs }) =>
      runs.some(
        ({ summary, epochs }) =>
          summary?.[`${split}Accuracy`] !== undefined ||
          epochs.some((record) => record[split]?.accuracy !== undefined),
      ),
    )
  return !scored('test') && scored('validation') ? 'validation' : 'test'
}
