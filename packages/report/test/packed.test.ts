import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { build } from 'esbuild'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tunekit-report-'))
afterAll(() => rmSync(folder, { recursive: true }))

const input = `{
  title: 'Packed',
  groups: [0.75, 0.74, 0.73, 0.1].map((accuracy, index) => ({
    label: 'a label that does not fit beside its row in any chart, since it is longer than half of them ' + index,
    runs: [{
      name: 'r' + index,
      epochs: [{ epoch: 1, test: { accuracy, loss: 1 } }],
      filters: { shape: [1, 1, 1, 1], values: Float32Array.of(1) },
    }],
  })),
  evaluation: { label: 'e', labels: [0, 1], predictions: [0, 1], confusion: [[1, 0], [0, 1]] },
}`

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  const target = join(folder, 'node_modules/@tunekit/report')
  await mkdir(target, { recursive: true })
  await run('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1'])
  // The package finds its declared dependencies and no others.
  const { dependencies } = JSON.parse(await readFile(join(target, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of Object.keys(dependencies)) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true })
    await symlink(join(modules, name), join(folder, 'node_modules', name))
  }
}, 60_000)

it('the packed package renders a report in plain Node', async () => {
  const program = `
    import { renderCharts, renderMarkdown, renderReport } from '@tunekit/report'
    const input = ${input}
    console.log(JSON.stringify({
      page: renderReport(input),
      charts: renderCharts(input).map(({ name }) => name),
      markdown: renderMarkdown(input),
    }))`
  await writeFile(join(folder, 'render.mjs'), program)
  const { stdout } = await run(process.execPath, ['render.mjs'], { cwd: folder })
  const { page, charts, markdown } = JSON.parse(stdout) as Record<string, string>
  expect(page).toContain('<h1>Packed</h1>')
  expect(charts).toEqual(expect.arrayContaining(['final-accuracy', 'comparison-all', 'confusion-matrix']))
  expect(markdown).toContain('75.00')
})

/** The parts of a browser's global object that the package uses. */
const platform = { btoa, setTimeout, TextDecoder, TextEncoder, navigator: { userAgent: '' } }

/** A canvas that measures every text as a million pixels wide. */
const canvas = { getContext: () => ({ font: '', measureText: () => ({ width: 1e6 }) }) }

/** Global objects of a browser. ECharts asks for a window, for the name of the browser, and for animation frames. */
const places: Readonly<Record<string, () => object>> = {
  'a window': () => ({
    ...platform,
    window: {},
    document: { documentElement: { style: {} }, createElement: () => canvas },
  }),
  'a worker': () => ({ ...platform, self: {} }),
}

it.each(Object.entries(places))(
  'the main entry bundles for browsers, and renders the same in %s',
  async (_name, place) => {
    const contents = `import { renderReport } from '@tunekit/report'\nglobalThis.page = renderReport(${input})`
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      platform: 'browser',
      format: 'iife',
      write: false,
      metafile: true,
      logLevel: 'silent',
    })
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([])
    const browser = place() as { page?: string; global?: unknown }
    runInNewContext(outputFiles[0].text, browser)
    expect(browser.page).toContain('data:image/png;base64,iVBORw0KGgo')
    expect(browser).not.toHaveProperty('global')
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `
    import { renderReport } from '@tunekit/report'
    process.stdout.write(renderReport(${input}))`], { cwd: folder }) // prettier-ignore
    expect(browser.page).toBe(stdout)
  },
)
