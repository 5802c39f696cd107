import { html, type SafeHtml } from '@remix-run/html-template'

/** A section of the page. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly content: SafeHtml
}

/** Renders a section with its heading. */
export function renderSection({ id, title, content }: Section): SafeHtml {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section> `
}

/** Renders facts in columns, each as a label above a value. Facts without a value are left out. */
export function renderFacts(facts: readonly { readonly label: string; readonly value: string }[]): SafeHtml {
  const filled = facts.filter(({ value }) => value !== '')
  if (filled.length === 0) return html``
  return html`<dl class="facts">
    ${filled.map(
      ({ label, value }) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl> `
}
