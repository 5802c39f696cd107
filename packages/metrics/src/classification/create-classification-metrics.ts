/** One batch of results; the arrays hold one element an image. */
export interface ClassificationBatch {
  /** Predicted classes, integers in [0, classes). */
  readonly predictions: ArrayLike<number>
  /** True classes, integers in [0, classes). */
  readonly labels: ArrayLike<number>
  /** The loss of each image. Give these, or `meanLoss`, or neither. */
  readonly losses?: ArrayLike<number>
  /** The mean loss of the batch; it counts once an image. */
  readonly meanLoss?: number
}

/** Precision, recall and their harmonic mean, in [0, 1]. */
export interface ClassScores {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** What {@link ClassificationMetrics.result} returns. */
export interface ClassificationResult {
  /** Images seen. */
  readonly count: number
  /** Mean loss over the images that came with one; NaN if none did. */
  readonly loss: number
  /** Fraction of images predicted right, in [0, 1]; NaN if there were none. */
  readonly accuracy: number
  /** Images by true class (row) and predicted class (column). */
  readonly confusion: readonly (readonly number[])[]
  /** Scores of each class; its support is the number of images that are truly of it. */
  readonly perClass: readonly (ClassScores & { readonly support: number })[]
  /** Unweighted means over all classes. */
  readonly macro: ClassScores
}

/** What {@link createClassificationMetrics} returns. */
export interface ClassificationMetrics {
  /**
   * Adds a batch.
   *
   * @throws {RangeError} If lengths differ or a class is not an integer in [0, classes); the batch is then not counted
   */
  update(batch: ClassificationBatch): void
  /** The metrics of everything added so far. */
  result(): ClassificationResult
}

/**
 * Accumulates classification metrics batch by batch, in memory that does not grow.
 *
 *     precision = TP / (TP + FP)    recall = TP / (TP + FN)    F1 = 2 TP / (2 TP + FP + FN)
 *
 * A score whose denominator is 0 is 0: the precision of a class that was never predicted, the recall of a class
 * without images. It is how scikit-learn's default `zero_division="warn"` counts, without the warning; such
 * classes count in the macro averages too. Losses are summed in float64, in the order they come.
 *
 * @example
 * const metrics = createClassificationMetrics({ classes: 3 })
 * metrics.update({ predictions: [0, 2, 1], labels: [0, 1, 2], losses: [0.1, 1.2, 0.9] })
 * metrics.result().accuracy // 0.3333333333333333
 */
export function createClassificationMetrics({ classes }: { classes: number }): ClassificationMetrics {
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw new RangeError(`\`classes\` must be a positive integer, got ${classes}.`)
  }
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  let lossSum = 0
  let lossCount = 0

  return {
    update({ predictions, labels, losses, meanLoss }) {
      checkClasses(labels, { name: 'labels', classes })
      checkClasses(predictions, { name: 'predictions', classes })
      checkLength(predictions, { name: 'predictions', expected: labels.length })
      if (losses) checkLength(losses, { name: 'losses', expected: labels.length })

      for (let i = 0; i < labels.length; i++) confusion[labels[i]][predictions[i]]++
      if (losses) for (let i = 0; i < losses.length; i++) lossSum += losses[i]
      else if (meanLoss !== undefined) lossSum += meanLoss * labels.length
      else return
      lossCount += labels.length
    },
    result: () => ({ ...score(confusion), loss: lossSum / lossCount }),
  }
}

function score(confusion: readonly number[][]): Omit<ClassificationResult, 'loss'> {
  const support = confusion.map((row) => sum(row))
  const predicted = confusion.map((_, column) => sum(confusion.map((row) => row[column])))
  const right = confusion.map((row, index) => row[index])
  const count = sum(support)
  const perClass = right.map((hits, index) => ({
    precision: ratio(hits, predicted[index]),
    recall: ratio(hits, support[index]),
    f1: ratio(2 * hits, predicted[index] + support[index]),
    support: support[index],
  }))
  const mean = (name: keyof ClassScores): number =>
    sum(perClass.map((scores) => scores[name])) / perClass.length
  return {
    count,
    accuracy: sum(right) / count,
    confusion: confusion.map((row) => [...row]),
    perClass,
    macro: { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') },
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function checkLength(
  values: ArrayLike<number>,
  { name, expected }: { name: string; expected: number },
): void {
  if (values.length !== expected) {
    throw new RangeError(
      `\`${name}\` must have one element a label: expected ${expected}, got ${values.length}.`,
    )
  }
}

function checkClasses(values: ArrayLike<number>, { name, classes }: { name: string; classes: number }): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isInteger(values[i]) || values[i] < 0 || values[i] >= classes) {
      throw new RangeError(`\`${name}[${i}]\` must be an integer in [0, ${classes}), got ${values[i]}.`)
    }
  }
}
