import { html, type SafeHtml } from '@remix-run/html-template'
import type { PreparedReport } from '../data/prepare-report.ts'
import { pngDataUri } from '../html/png-data-uri.ts'
import type { Section } from '../html/section.ts'
import { classNamesOf, type ReportEvaluation } from '../input/report-input.ts'
import { formatCount, percent, pluralize } from '../values/format-numbers.ts'

/** A misclassified image. */
interface Mistake {
  readonly index: number
  readonly truth: number
  readonly predicted: number
  /** The predicted probability of the true class. */
  readonly truthProbability?: number
  /** The predicted probability of the predicted class. */
  readonly predictedProbability?: number
}

/** Renders the misclassified images. */
export function mistakesSection({ evaluation }: PreparedReport): Section | undefined {
  if (!evaluation?.image) return undefined
  const mistakes = findMistakes(evaluation)
  const shown = mistakes.slice(0, evaluation.mistakes ?? 60)
  const order = evaluation.probabilities ? 'the most confident first' : 'in the order of the data'
  const count =
    shown.length < mistakes.length
      ? `${formatCount(shown.length)} of ${formatCount(mistakes.length)} mistakes`
      : pluralize(mistakes.length, 'mistake')
  const imageCount = pluralize(evaluation.labels.length, 'image')
  const classes = evaluation.probabilities
    ? 'its true class and its predicted class, with the probabilities that the model assigned to them'
    : 'its true class and its predicted class'
  return {
    id: 'mistakes',
    title: 'Mistakes',
    content:
      mistakes.length === 0
        ? html`<p>The model makes no mistakes in ${imageCount}.</p>`
        : html`<p>
              ${count} in ${imageCount}, ${order}. Below each image are ${classes}. The numbers of images
              start at 0 in ${evaluation.label}.
            </p>
            <ol class="digits">
              ${shown.map((mistake) => renderMistake(evaluation, mistake))}
            </ol>`,
  }
}

/**
 * Finds the misclassified images and sorts them by the confidence of their predictions, the highest first. Images with equal or
 * unknown confidence are in the order of the data.
 *
 * @throws {RangeError} If the numbers of labels, predictions and probabilities do not match
 */
function findMistakes({ labels, predictions, probabilities }: ReportEvaluation): Mistake[] {
  if (predictions.length !== labels.length) {
    throw new RangeError(
      `\`predictions\` must have one class for each of ${labels.length} labels, got ${predictions.length}.`,
    )
  }
  const classes = labels.length === 0 ? 0 : (probabilities?.length ?? 0) / labels.length
  if (!Number.isInteger(classes)) {
    throw new RangeError(
      `\`probabilities\` must have one row for each of ${labels.length} labels, got ${probabilities?.length} numbers.`,
    )
  }
  return Array.from({ length: labels.length }, (_, index): Mistake => {
    const [truth, predicted] = [labels[index], predictions[index]]
    return {
      index,
      truth,
      predicted,
      truthProbability: probabilities?.[index * classes + truth],
      predictedProbability: probabilities?.[index * classes + predicted],
    }
  })
    .filter(({ truth, predicted }) => truth !== predicted)
    .sort((a, b) => (b.predictedProbability ?? 0) - (a.predictedProbability ?? 0) || a.index - b.index)
}

function renderMistake(evaluation: ReportEvaluation, mistake: Mistake): SafeHtml {
  const { imageShape: [height, width] = [28, 28], image } = evaluation
  const { index, truth, predicted, truthProbability, predictedProbability } = mistake
  const data = (image as NonNullable<typeof image>)(index)
  if (data.length !== height * width) {
    throw new RangeError(
      `\`image\` must return ${height} × ${width} bytes, got ${data.length} for image ${index}. Set \`imageShape\`.`,
    )
  }
  const names = classNamesOf(evaluation)
  const nameOf = (index: number): string => names[index] ?? String(index)
  const share = (probability: number | undefined): string =>
    probability === undefined ? '' : `, ${percent(probability)}`
  return html`<li>
    <img
      src="${pngDataUri({ width, height, channels: 1, data })}"
      width="${width}"
      height="${height}"
      alt="Image ${index}"
    />true <strong>${nameOf(truth)}</strong>${share(truthProbability)}<br />predicted
    <strong>${nameOf(predicted)}</strong>${share(predictedProbability)}<small>image ${index}</small>
  </li> `
}
