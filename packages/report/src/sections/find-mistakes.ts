import type { ReportEvaluation } from '../input/report-input.ts'

/** A misclassified image. */
export interface Mistake {
  readonly index: number
  readonly truth: number
  readonly predicted: number
  /** Probabilities that the model gave both classes. */
  readonly ofTruth?: number
  readonly ofPredicted?: number
}

/**
 * Every misclassified image, the most confident mistakes first; equals, and all if there are no probabilities, by
 * index.
 *
 * @throws {RangeError} If labels, predictions and probabilities do not fit together
 */
export function findMistakes(evaluation: ReportEvaluation): Mistake[] {
  const { labels, predictions, probabilities } = evaluation
  if (predictions.length !== labels.length) {
    throw new RangeError(
      `\`predictions\` must be one for each of ${labels.length} labels, got ${predictions.length}.`,
    )
  }
  const classes = labels.length === 0 ? 0 : (probabilities?.length ?? 0) / labels.length
  if (!Number.isInteger(classes)) {
    throw new RangeError(
      `\`probabilities\` must be a row for each of ${labels.length} labels, got ${probabilities?.length} numbers.`,
    )
  }
  return Array.from({ length: labels.length }, (_, index): Mistake => {
    const [truth, predicted] = [labels[index], predictions[index]]
    if (!probabilities) return { index, truth, predicted }
    return {
      index,
      truth,
      predicted,
      ofTruth: probabilities[index * classes + truth],
      ofPredicted: probabilities[index * classes + predicted],
    }
  })
    .filter(({ truth, predicted }) => truth !== predicted)
    .sort((a, b) => (b.ofPredicted ?? 0) - (a.ofPredicted ?? 0) || a.index - b.index)
}
