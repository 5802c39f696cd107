import type { Batch, BatchSource } from './batch-source.ts'

/**
 * Reads and checks a source's batches, because a source in plain JavaScript may return anything.
 *
 * @throws {TypeError} If `batches()` does not return an iterable of batches
 * @throws {RangeError} If a label is not a class index, a batch does not have one label for each image, or the batches do not
 *   have `data.size` images in total
 */
export function* readBatches(
  data: BatchSource,
  options: Parameters<BatchSource['batches']>[0],
): Generator<Batch, void> {
  const batches = data.batches(options) as Iterable<Batch> | AsyncIterable<Batch> | undefined
  if (typeof batches !== 'object' || !(Symbol.iterator in batches)) {
    const got =
      typeof batches === 'object' && Symbol.asyncIterator in batches ? 'an async iterable' : typeof batches
    throw new TypeError(
      `\`data.batches()\` must return an iterable of batches, got ${got}. Load the images first, then serve them from memory.`,
    )
  }
  let images = 0
  for (const batch of batches) {
    checkBatch(batch)
    images += batch.labels.length
    if (images > data.size) break
    yield batch
  }
  if (images !== data.size) {
    throw new RangeError(
      `\`data.batches()\` must return every image once: expected \`data.size\` = ${data.size} images, ` +
        `got ${images > data.size ? 'more' : images}.`,
    )
  }
}

function checkBatch({ labels, shape }: Batch): void {
  if (labels.length !== shape[0]) {
    throw new RangeError(`A batch of ${shape[0]} images must have ${shape[0]} labels, got ${labels.length}.`)
  }
  for (let i = 0; i < labels.length; i++) {
    if (Number.isInteger(labels[i]) && labels[i] >= 0) continue
    throw new RangeError(
      `A label must be the index of a class, a non-negative integer, got ${String(labels[i])}.`,
    )
  }
}
