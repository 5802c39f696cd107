/** The results of one batch. Each array has one element per image. */
export interface ClassificationBatch {
  /** Predicted classes, integers in [0, classes). */
  readonly predictions: ArrayLike<number>
  /** True classes, integers in [0, classes). */
  readonly labels: ArrayLike<number>
  /** The loss of each image. A batch has either `losses` or `meanLoss`, or neither. */
  readonly losses?: ArrayLike<number>
  /** The mean loss of the batch, weighted by its number of images. */
  readonly meanLoss?: number
}

/** Precision, recall and their harmonic mean, in [0, 1]. */
export interface ClassScores {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** The metrics of all images so far. */
export interface ClassificationResult {
  /** The number of images. */
  readonly count: number
  /** The mean loss of the images that have a loss; NaN if there are none. */
  readonly loss: number
  /** The fraction of images with a correct prediction, in [0, 1]; NaN if there are no images. */
  readonly accuracy: number
  /** The numbers of images by true class (row) and predicted class (column). */
  readonly confusion: readonly (readonly number[])[]
  /** The scores of each class. `support` is the number of images of the class. */
  readonly perClass: readonly (ClassScores & { readonly support: number })[]
  /** Unweighted means over all classes. */
  readonly macro: ClassScores
}

/** Accumulates classification metrics; see {@link createClassificationMetrics}. */
export interface ClassificationMetrics {
  /**
   * Adds a batch.
   *
   * @throws {RangeError} If lengths differ or a class is not an integer in [0, classes); the batch is ignored then
   */
  update(batch: ClassificationBatch): void
  /** Returns the metrics of all batches so far. */
  result(): ClassificationResult
}

/**
 * Creates an accumulator of classification metrics. Its memory does not grow with the number of batches.
 *
 *     precision = TP / (TP + FP)    recall = TP / (TP + FN)    F1 = 2 TP / (2 TP + FP + FN)
 *
 * A score with a denominator of 0 is 0: the precision of a class that was never predicted, the recall of a class without
 * images. Such classes count in the macro averages, too. This is scikit-learn's default `zero_division="warn"` without the
 * warning. Losses are summed in float64, in the order in which they are added.
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
      `\`${name}\` must have one element per label: expected ${expected}, got ${values.length}.`,
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
