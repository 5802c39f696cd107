import { html } from '@remix-run/html-template'
import type { PreparedReport } from '../data/prepare-report.ts'
import { pngDataUri } from '../html/png-data-uri.ts'
import type { Section } from '../html/section.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { number } from '../values/format-numbers.ts'
import { filterImages, largestWeight } from './filter-images.ts'

/** The maximum number of configurations in the section. */
const maxConfigurations = 40

/** Renders the kernels of the first convolution of each configuration, from its first run with `filters`. */
export function filtersSection({ comparisons }: PreparedReport): Section | undefined {
  const groups = comparisons.flatMap((comparison) => comparison.groups)
  const all = groups.flatMap(({ label, runs }) => {
    const run = runs.find(({ filters }) => filters !== undefined)
    return run?.filters ? [{ label, run: run.name, filters: run.filters }] : []
  })
  if (all.length === 0) return undefined
  const shown = evenly(all, maxConfigurations)
  return {
    id: 'filters',
    title: 'Filters of the first layer',
    content: html`<p>
        The kernels of the first convolution. Blue weights are positive, orange weights are negative, and
        white is 0. The strongest color is the largest absolute weight of the model.
        ${describeThinning(shown.length, all.length, 'configurations')}
      </p>
      ${shown.map(
        ({ label, run, filters }) =>
          html`<h3>${label}</h3>
            <p>Run ${run}; largest absolute weight ${number(largestWeight(filters.values), 3)}.</p>
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
