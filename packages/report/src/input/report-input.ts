import type { Direction, ReportStudy } from './report-study.ts'
import type { Metric, RunData, Split } from './run-data.ts'

/** Everything that a report can show. Sections whose data are absent are left out. */
export interface ReportInput {
  readonly title: string
  /** A sentence or two below the title. */
  readonly subtitle?: string
  /** Facts below the title, in this order: machine, versions, date, the command that repeats the runs. */
  readonly facts?: readonly ReportFact[]
  /** Sentences that readers must know before they see figures: what is left out and why, what must not be compared. */
  readonly notes?: readonly string[]
  /** The configurations, in the order in which they are shown. */
  readonly groups?: readonly ReportGroup[]
  /** The evaluation of one model. */
  readonly evaluation?: ReportEvaluation
  /** The studies, in the order in which they are shown, each in a section of its own. */
  readonly studies?: readonly ReportStudy[]
}

/** A fact with its label. */
export interface ReportFact {
  readonly label: string
  readonly value: string
}

/** The runs of one configuration: runs that differ in the seed alone. */
export interface ReportGroup {
  /** Names the configuration. */
  readonly label: string
  /** The heading above the group and the other groups of the same section. */
  readonly section?: string
  readonly runs: readonly RunData[]
  /**
   * The measure by which the group is compared. Default: the accuracy on the test set or, if no run of such groups has one, on
   * the validation images. Groups with the same measure share a table and a chart.
   */
  readonly measure?: ReportMeasure
  /** Statistics of the measure after the last epoch. Default: the mean of the runs that have ended, without an interval. */
  readonly summary?: ValueSummary
  /** Statistics of the measure after the best epoch of each run. Default: as for `summary`. */
  readonly best?: ValueSummary
  /** Mean training time of an epoch. Default: the mean of the runs. */
  readonly secondsPerEpoch?: number
  /** The result of the comparison with the reference, in a sentence. */
  readonly verdict?: string
  /** Figures of others for the same configuration. */
  readonly reference?: ReportReference
}

/** A metric on a split, measured after every epoch of a run. */
export interface ReportMeasure {
  readonly split: Split
  readonly metric: Metric
  /** Whether lower or higher values are better. Default `'maximize'` for an accuracy, `'minimize'` for a loss. */
  readonly direction?: Direction
}

/** Statistics of a measure over runs. Accuracies are fractions. */
export interface ValueSummary {
  readonly mean: number
  /** Lower and upper end of the confidence interval of the mean. */
  readonly interval?: readonly [number, number]
  readonly standardDeviation?: number
  /** The number of runs. */
  readonly n: number
}

/** Figures that others published for a configuration. Accuracies are fractions. */
export interface ReportReference {
  /** Names the source: `'the post'`. */
  readonly label: string
  readonly finalAccuracy?: number
  readonly bestAccuracy?: number
  readonly secondsPerEpoch?: number
  readonly epochs?: readonly ReferenceEpoch[]
}

/** Figures of a reference for one epoch. */
export interface ReferenceEpoch {
  readonly epoch: number
  readonly testAccuracy?: number
  readonly testLoss?: number
}

/** The predictions of one model for labelled images, and their scores. */
export interface ReportEvaluation {
  /** Names the model and the images: `'runs/1, MNIST test set'`. */
  readonly label: string
  /** The class of each image. */
  readonly labels: ArrayLike<number>
  /** The predicted class of each image. */
  readonly predictions: ArrayLike<number>
  /** The predicted probabilities in row-major order: one row per image, one column per class. */
  readonly probabilities?: ArrayLike<number>
  /** Returns the grey levels of an image in row-major order; 0 is black. Absent: no images are shown. */
  readonly image?: (index: number) => Uint8Array
  /** Height and width of an image. Default [28, 28]. */
  readonly imageShape?: readonly [number, number]
  /** The name of each class. Default: the numbers from 0. */
  readonly classNames?: readonly string[]
  /** A fraction from 0 to 1. */
  readonly accuracy?: number
  readonly loss?: number
  /** The number of images by true class (row) and predicted class (column). */
  readonly confusion?: readonly (readonly number[])[]
  /** The scores of each class. */
  readonly perClass?: readonly ClassScores[]
  /** The most misclassified images to show, those with the most confident predictions first. Default 60. */
  readonly mistakes?: number
}

/** Scores of one class, as fractions. */
export interface ClassScores {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** The number of images of the class. */
  readonly support: number
}

/** The name of every class of an evaluation; a class without a name is called by its number. */
export function classNamesOf({ classNames = [], confusion = [], perClass = [] }: ReportEvaluation): string[] {
  const count = Math.max(classNames.length, confusion.length, perClass.length)
  return Array.from({ length: count }, (_, index) => classNames[index] ?? String(index))
}
