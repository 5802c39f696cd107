import { html, type SafeHtml } from '@remix-run/html-template'
import { classNamesOf } from '../input/report-input.ts'
import { pluralize, percent } from '../values/format-numbers.ts'
import { pngDataUri } from '../html/png-data-uri.ts'
import type { Section } from '../html/section.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import type { ReportEvaluation } from '../input/report-input.ts'

/** A misclassified image. */
interface Mistake {
  readonly index: number
  readonly truth: number
  readonly predicted: number
  /** Probabilities that the model gave both classes. */
  readonly ofTruth?: number
  readonly ofPredicted?: number
}

/** Misclassified images, as they are. */
export function mistakesSection({ evaluation }: PreparedReport): Section | undefined {
  if (!evaluation?.image) return undefined
  const mistakes = findMistakes(evaluation)
  const shown = mistakes.slice(0, evaluation.mistakes ?? 60)
  const order = evaluation.probabilities ? 'the most confident first' : 'in the order of the data'
  const count =
    shown.length < mistakes.length
      ? `${shown.length} of ${mistakes.length} mistakes`
      : pluralize(mistakes.length, 'mistake')
  return {
    id: 'mistakes',
    title: 'Mistakes',
    content:
      mistakes.length === 0
        ? html`<p>None of ${pluralize(evaluation.labels.length, 'image')} is misclassified.</p>`
        : html`<p>
              ${count} in ${pluralize(evaluation.labels.length, 'image')}, ${order}. Under each image: its
              true class, what the model saw it as, and the probability that the model gave each. Images are
              numbered from 0 within ${evaluation.label}.
            </p>
            <ol class="digits">
              ${shown.map((mistake) => renderMistake(evaluation, mistake))}
            </ol>`,
  }
}

function renderMistake(evaluation: ReportEvaluation, mistake: Mistake): SafeHtml {
  const { imageShape: [height, width] = [28, 28], image } = evaluation
  const { index, truth, predicted, ofTruth, ofPredicted } = mistake
  const data = (image as NonNullable<typeof image>)(index)
  if (data.length !== height * width) {
    throw new RangeError(
      `\`image\` must give ${height} × ${width} bytes, got ${data.length} for image ${index}. Set \`imageShape\`.`,
    )
  }
  const names = classNamesOf(evaluation)
  const named = (of: number): string => names[of] ?? String(of)
  const share = (of: number | undefined): string => (of === undefined ? '' : `, ${percent(of)}`)
  return html`<li>
    <img
      src="${pngDataUri({ width, height, channels: 1, data })}"
      width="${width}"
      height="${height}"
      alt="Image ${index}"
    />true <strong>${named(truth)}</strong>${share(ofTruth)}<br />seen as
    <strong>${named(predicted)}</strong>${share(ofPredicted)}<small>image ${index}</small>
  </li> `
}

/**
 * Every misclassified image, the most confident mistakes first; equals, and all if there are no probabilities, by
 * index.
 *
 * @throws {RangeError} If labels, predictions and probabilities do not fit together
 */
function findMistakes(evaluation: ReportEvaluation): Mistake[] {
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
