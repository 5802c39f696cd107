import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { inTemporaryFolder } from '../run-cli.ts'
import { findChromium } from './find-chromium.ts'
import { serveTraining } from './serve-training.ts'
import type { TrainingOptions, TrainingResult } from './train.ts'

const PATIENCE = 30_000

/** Options for a headless browser that runs as any user and does not use the network. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]

interface Report extends TrainingResult {
  readonly crossOriginIsolated: boolean
  /** The only field if the training failed. */
  readonly error?: string
}

/**
 * Trains in a page of a new, headless browser.
 *
 * @param policy The page's Content-Security-Policy
 *
 * @throws {Error} If there is no Chromium, if the page fails, or if the page reports nothing within 30 s
 */
export async function trainInChromium(
  bundle: string,
  { isolated, policy, ...options }: TrainingOptions & { isolated: boolean; policy?: string },
): Promise<Report> {
  const chromium = findChromium()
  if (!chromium)
    throw new Error('No Chromium is on the PATH. Install it, on Debian: apt-get install chromium')
  return inTemporaryFolder(async (folder) => {
    const server = await serveTraining(bundle, { isolated, policy })
    const url = `${server.url}?options=${encodeURIComponent(JSON.stringify(options))}`
    const browser = spawn(chromium, [...flags, `--user-data-dir=${folder}`, url], {
      env: { ...process.env, HOME: folder, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const closed = Promise.all([text(browser.stderr), once(browser, 'close')])
    const timer = setTimeout(() => browser.kill('SIGKILL'), PATIENCE)
    try {
      const report = (await Promise.race([server.report, closed.then(failWith)])) as Report
      if (report.error) throw new Error(`Training failed in the page: ${report.error}`)
      return report
    } finally {
      clearTimeout(timer)
      server.close()
      browser.kill('SIGKILL')
      await closed
    }
  })
}

function failWith([stderr]: [stderr: string, close: unknown[]]): never {
  throw new Error(`Chromium ended, or was ended after ${PATIENCE} ms, without a report: ${stderr}`)
}
