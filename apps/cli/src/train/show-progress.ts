import type { BatchSource } from '@tunekit/trainer'
import type { Progress } from '@tunekit/metrics/node'

/** Wraps a source of images so that a progress bar shows how many were read. */
export function showProgress(source: BatchSource, progress: Progress, label: string): BatchSource {
  return {
    size: source.size,
    *batches(options) {
      progress.start({ total: source.size, label })
      let done = 0
      for (const batch of source.batches(options)) {
        yield batch
        done += batch.labels.length
        progress.update(done)
      }
    },
  }
}
