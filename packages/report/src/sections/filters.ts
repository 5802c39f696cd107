import { html } from '@remix-run/html-template'
import { describeThinning, evenly } from '../values/evenly.ts'
import { number } from '../values/format-numbers.ts'
import { filterImages } from './filter-images.ts'
import { pngDataUri } from '../html/png-data-uri.ts'
import type { Section } from '../html/section.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import type { Filters } from '../input/run-data.ts'

/** Configurations, at most. */
const most = 40

/** What the first convolution of each configuration has learned to look for, in the first run that has it. */
export function filtersSection({ comparisons }: PreparedReport): Section | undefined {
  const groups = comparisons.flatMap((comparison) => comparison.groups)
  const all = groups.flatMap(({ label, runs }) => {
    const run = runs.find(({ filters }) => filters !== undefined)
    return run?.filters ? [{ label, run: run.name, filters: run.filters }] : []
  })
  if (all.length === 0) return undefined
  const shown = evenly(all, most)
  return {
    id: 'filters',
    title: 'Filters of the first layer',
    content: html`<p>
        Kernels of the first convolution. Blue weights are positive, orange ones negative, white is 0; the
        fullest colour is the largest weight of its row.
        ${describeThinning(shown.length, all.length, 'configurations')}
      </p>
      ${shown.map(
        ({ label, run, filters }) =>
          html`<h3>${label}</h3>
            <p>Run ${run}; largest weight ${number(largestOf(filters), 3)}.</p>
            <ul class="filters">
              ${filterImages(filters).map(
                ({ filter, channel, width, height, data }) =>
                  html`<li>
                    <img
                      src="${pngDataUri({ width, height, channels: 3, data })}"
                      width="${width}"
                      height="${height}"
                      alt="${`Kernel ${filter + 1}`}"
                    />${filters.shape[2] > 1 ? `${filter + 1}, channel ${channel + 1}` : filter + 1}
                  </li> `,
              )}
            </ul> `,
      )}`,
  }
}

function largestOf({ values }: Filters): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
