import type { BatchSource } from '@tunekit/trainer'
import type { Progress } from '@tunekit/metrics/node'

/** The same images, shown on a progress bar as they are read. */
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
