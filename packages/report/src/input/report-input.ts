import type { Direction, ReportStudy } from './report-study.ts'
import type { Metric, RunData, Split } from './run-data.ts'

/** Everything that a report can show. Sections without data are left out. */
export interface ReportInput {
  readonly title: string
  /** A sentence or two below the title. */
  readonly subtitle?: string
  /** Facts below the title, shown in this order: for example machine, versions, date, and the command that repeats the runs. */
  readonly facts?: readonly ReportFact[]
  /** Sentences that readers need before the figures: what is left out and why, what must not be compared. */
  readonly notes?: readonly string[]
  /** The configurations, in the order in which they are shown. */
  readonly groups?: readonly ReportGroup[]
  /** The evaluation of one model. */
  readonly evaluation?: ReportEvaluation
  /** The studies, in the order in which they are shown, each in a section of its own. */
  readonly studies?: readonly ReportStudy[]
}

/** A fact about the report, such as the machine that ran the runs, with its label. */
export interface ReportFact {
  readonly label: string
  readonly value: string
}

/** The runs of one configuration: runs that differ in the seed alone. */
export interface ReportGroup {
  /** The name of the configuration. */
  readonly label: string
  /** The heading of the group's section. Groups with the same section are shown together. */
  readonly section?: string
  readonly runs: readonly RunData[]
  /**
   * The measure by which the group is compared. Default: the accuracy on the test set or, if no run of the groups without a
   * `measure` was tested, on the validation images. Groups with the same measure share a table and a chart.
   */
  readonly measure?: ReportMeasure
  /** Statistics of the measure after the last epoch. Default: the mean of the completed runs, without an interval. */
  readonly summary?: ValueSummary
  /** Statistics of the measure after the best epoch of each run. Default: as for `summary`. */
  readonly best?: ValueSummary
  /** The mean training time of an epoch, in seconds. Default: the mean of the runs. */
  readonly secondsPerEpoch?: number
  /** The result of a comparison with another configuration, as a sentence. */
  readonly verdict?: string
  /** Published figures for the same configuration. */
  readonly reference?: ReportReference
}

/** The measure by which groups are compared: a metric on a split, measured after every epoch of a run. */
export interface ReportMeasure {
  readonly split: Split
  readonly metric: Metric
  /** Whether lower or higher values are better. Default `'maximize'` for an accuracy, `'minimize'` for a loss. */
  readonly direction?: Direction
}

/** Statistics of a measure over runs. Accuracies are fractions in [0, 1]. */
export interface ValueSummary {
  readonly mean: number
  /** The lower and upper ends of the confidence interval of the mean. */
  readonly interval?: readonly [number, number]
  readonly standardDeviation?: number
  /** The number of runs. */
  readonly n: number
}

/** Figures that others published for a configuration. Accuracies are fractions in [0, 1]. */
export interface ReportReference {
  /** The name of the source, such as `'the post'`. */
  readonly label: string
  readonly finalAccuracy?: number
  readonly bestAccuracy?: number
  readonly secondsPerEpoch?: number
  readonly epochs?: readonly ReferenceEpoch[]
}

/** The figures of a reference after one epoch. */
export interface ReferenceEpoch {
  readonly epoch: number
  readonly testAccuracy?: number
  readonly testLoss?: number
}

/** The predictions of one model for labeled images, and their scores. */
export interface ReportEvaluation {
  /** The name of the model and the images, such as `'runs/1, MNIST test set'`. */
  readonly label: string
  /** The class of each image. */
  readonly labels: ArrayLike<number>
  /** The predicted class of each image. */
  readonly predictions: ArrayLike<number>
  /** The predicted probabilities in row-major order: one row per image, one column per class. */
  readonly probabilities?: ArrayLike<number>
  /** Returns the gray levels of an image in row-major order; 0 is black. Default: no images are shown. */
  readonly image?: (index: number) => Uint8Array
  /** Height and width of an image. Default [28, 28]. */
  readonly imageShape?: readonly [number, number]
  /** The name of each class. Default: the number of the class, starting at 0. */
  readonly classNames?: readonly string[]
  /** The fraction of images that are classified correctly, in [0, 1]. */
  readonly accuracy?: number
  readonly loss?: number
  /** The confusion matrix: the number of images of each true class (row) and predicted class (column). */
  readonly confusion?: readonly (readonly number[])[]
  /** The scores of each class. */
  readonly perClass?: readonly ClassScores[]
  /** The maximum number of misclassified images to show, the most confident predictions first. Default 60. */
  readonly mistakes?: number
}

/** The scores of one class, as fractions in [0, 1]. */
export interface ClassScores {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** The number of images of the class. */
  readonly support: number
}

/** Returns the name of every class of an evaluation. The name of an unnamed class is its number. */
export function classNamesOf({ classNames = [], confusion = [], perClass = [] }: ReportEvaluation): string[] {
  const count = Math.max(classNames.length, confusion.length, perClass.length)
  return Array.from({ length: count }, (_, index) => classNames[index] ?? String(index))
}
