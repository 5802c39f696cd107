import { html, type SafeHtml } from '@remix-run/html-template'
import { classNamesOf } from '../data/class-names.ts'
import { findMistakes, type Mistake } from './find-mistakes.ts'
import { counted, percent } from '../values/format-numbers.ts'
import { pngDataUri } from '../html/png-data-uri.ts'
import type { Section } from '../html/section.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import type { ReportEvaluation } from '../input/report-input.ts'

/** Misclassified images, as they are. */
export function mistakesSection({ evaluation }: PreparedReport): Section | undefined {
  if (!evaluation?.image) return undefined
  const mistakes = findMistakes(evaluation)
  const shown = mistakes.slice(0, evaluation.mistakes ?? 60)
  const order = evaluation.probabilities ? 'the most confident first' : 'in the order of the data'
  const count =
    shown.length < mistakes.length
      ? `${shown.length} of ${mistakes.length} mistakes`
      : counted(mistakes.length, 'mistake')
  return {
    id: 'mistakes',
    title: 'Mistakes',
    content:
      mistakes.length === 0
        ? html`<p>None of ${counted(evaluation.labels.length, 'image')} is misclassified.</p>`
        : html`<p>
              ${count} in ${counted(evaluation.labels.length, 'image')}, ${order}. Under each image: its true
              class, what the model saw it as, and the probability that the model gave each. Images are
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
