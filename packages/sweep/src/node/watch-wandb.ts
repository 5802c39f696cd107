import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { collectMetrics, parseJson, type Metric, type Metrics } from './parse-metrics.ts'
import { createWandbLogParser, type WandbLogParser } from './parse-wandb-log.ts'

/** Follows the metrics that a program logs with wandb in offline mode. */
export interface WandbWatch {
  /** Returns the metrics that were logged since the last call, in order. */
  poll(): readonly Metrics[]
  /** Returns the metrics of `wandb-summary.json`, or of the summaries in the log if there is no such file. */
  summary(): Metrics
}

/**
 * Watches the runs of wandb that appear in a folder from now on.
 *
 * @param folder The folder to which wandb writes: WANDB_DIR
 */
export function watchWandb(folder: string): WandbWatch {
  const root = join(folder, 'wandb')
  const before = new Set(listRuns(root))
  const logs = new Map<string, { parser: WandbLogParser; offset: number }>()
  const summary = new Map<string, Metric>()

  function newRuns(): readonly string[] {
    return listRuns(root).filter((run) => !before.has(run))
  }

  return {
    poll() {
      const history: Metrics[] = []
      for (const run of newRuns()) {
        for (const name of readdirSync(join(root, run)).filter((file) => file.endsWith('.wandb'))) {
          const path = join(root, run, name)
          const log = logs.get(path) ?? { parser: createWandbLogParser(), offset: 0 }
          logs.set(path, log)
          const bytes = readFrom(path, log.offset)
          log.offset += bytes.length
          for (const { kind, metrics } of log.parser.push(bytes)) {
            if (kind === 'history') history.push(metrics)
            else for (const [key, value] of metrics) summary.set(key, value)
          }
        }
      }
      return history
    },
    summary() {
      const all = new Map(summary)
      for (const run of newRuns()) {
        const path = join(root, run, 'files', 'wandb-summary.json')
        if (!existsSync(path)) continue
        for (const [key, value] of collectMetrics(parseJson(readFileSync(path, 'utf8')) ?? {}))
          all.set(key, value)
      }
      return all
    },
  }
}

/** Lists runs, oldest first, since their names start with the time. */
function listRuns(root: string): readonly string[] {
  if (!existsSync(root)) return []
  return readdirSync(root)
    .filter((name) => /^(?:offline-)?run-/.test(name))
    .sort()
}

function readFrom(path: string, offset: number): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const pieces: Buffer[] = []
    for (let at = offset; ; at += pieces.at(-1)!.length) {
      const piece = Buffer.alloc(65536)
      const count = readSync(file, piece, 0, piece.length, at)
      if (count === 0) return Buffer.concat(pieces)
      pieces.push(piece.subarray(0, count))
    }
  } finally {
    closeSync(file)
  }
}
