import type { RunData } from './run-data.ts'
import type { ReportStudy } from './report-study.ts'

/** Everything a report can show. What is absent is left out of it. */
export interface ReportInput {
  readonly title: string
  /** A sentence or two under the title. */
  readonly subtitle?: string
  /** Shown as they are, in this order: machine, versions, date, the command that repeats it. */
  readonly facts?: readonly ReportFact[]
  /** Sentences that a reader has to know before the figures: what is left out and why, what must not be compared. */
  readonly notes?: readonly string[]
  /** Configurations, in the order to show them. */
  readonly groups?: readonly ReportGroup[]
  readonly evaluation?: ReportEvaluation
  /** In the order to show them; each has a section of its own. */
  readonly studies?: readonly ReportStudy[]
}

export interface ReportFact {
  readonly label: string
  readonly value: string
}

/** One configuration, run once or once for each of several seeds. */
export interface ReportGroup {
  readonly label: string
  /** Heading that it stands under, together with the others of the same section. */
  readonly section?: string
  readonly runs: readonly RunData[]
  /**
   * What the group's runs are compared by. Default: the accuracy on the test set or, if no run of the report has that, on
   * the validation images. Groups of one measure share a table and a chart.
   */
  readonly measure?: ReportMeasure
  /** Of the measure after the last epoch. Default: the mean of the runs that ended, without an interval. */
  readonly summary?: ValueSummary
  /** Of the measure after each run's best epoch. Default: as above. */
  readonly best?: ValueSummary
  /** Default: the mean of the runs. */
  readonly secondsPerEpoch?: number
  /** What the comparison with the reference comes to, in a sentence. */
  readonly verdict?: string
  readonly reference?: ReportReference
}

/** A number of every epoch of a run. */
export interface ReportMeasure {
  /** The images that it is measured on. */
  readonly split: 'train' | 'validation' | 'test'
  readonly metric: 'accuracy' | 'loss'
  /** Which values are better. Default: `'maximize'` for an accuracy, `'minimize'` for a loss. */
  readonly direction?: 'minimize' | 'maximize'
}

/** Statistics of a measure over runs. Accuracies are fractions. */
export interface ValueSummary {
  readonly mean: number
  /** Confidence interval of the mean, low and high. */
  readonly interval?: readonly [number, number]
  readonly standardDeviation?: number
  /** How many runs. */
  readonly n: number
}

/** Figures that others published for the same configuration. */
export interface ReportReference {
  /** Whose they are: `'the post'`. */
  readonly label: string
  readonly finalAccuracy?: number
  readonly bestAccuracy?: number
  readonly secondsPerEpoch?: number
  readonly epochs?: readonly ReferenceEpoch[]
}

export interface ReferenceEpoch {
  readonly epoch: number
  readonly testAccuracy?: number
  readonly testLoss?: number
}

/** What one model makes of labelled images. */
export interface ReportEvaluation {
  /** Which model, on what: `'runs/1, MNIST test set'`. */
  readonly label: string
  /** A class for each image. */
  readonly labels: ArrayLike<number>
  readonly predictions: ArrayLike<number>
  /** Row-major, a row of all classes for each image. */
  readonly probabilities?: ArrayLike<number>
  /** Grey levels of an image, row-major, 0 is black. Absent: no images are shown. */
  readonly image?: (index: number) => Uint8Array
  /** Height and width of an image. Default [28, 28]. */
  readonly imageShape?: readonly [number, number]
  /** Default: the numbers from 0. */
  readonly classNames?: readonly string[]
  readonly accuracy?: number
  readonly loss?: number
  /** Counts; a row for each true class, a column for each predicted one. */
  readonly confusion?: readonly (readonly number[])[]
  readonly perClass?: readonly ClassReport[]
  /** How many misclassified images to show at most, the most confident first. Default 60. */
  readonly mistakes?: number
}

/** Scores of one class. */
export interface ClassReport {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Images of the class. */
  readonly support: number
}

/** A name for every class of an evaluation; its number where none is given. */
export function classNamesOf({ classNames = [], confusion = [], perClass = [] }: ReportEvaluation): string[] {
  const count = Math.max(classNames.length, confusion.length, perClass.length)
  return Array.from({ length: count }, (_, index) => classNames[index] ?? String(index))
}
