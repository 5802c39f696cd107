/**
 * Opens the sink and file named on the command line and logs records, in a process that may not write files larger than 1 kB,
 * which simulates a full disk. Prints the error message. Run by full-disk.test.ts.
 */
import { csvSink } from '../src/node/csv-sink.ts'
import { jsonlSink } from '../src/node/jsonl-sink.ts'
import { tensorBoardSink } from '../src/node/tensorboard-sink.ts'
import { writeHParamsExperiment } from '../src/node/write-hparams-experiment.ts'

const [kind, path] = process.argv.slice(2)
try {
  if (kind === 'hparams') {
    const values = Array.from({ length: 200 }, (_, index) => `optimizer ${index}`)
    writeHParamsExperiment(path, { hparams: { optimizer: { type: 'string', values } }, metrics: [] })
  } else if (kind === 'tfevents') {
    const sink = tensorBoardSink(path)
    for (let step = 0; ; step++) sink.write({ step, loss: 1 })
  } else {
    const sink = (kind === 'csv' ? csvSink : jsonlSink)(path)
    sink.write({ epoch: 999, step: 999 })
    sink.close()
  }
} catch (error) {
  process.stdout.write((error as Error).message)
}
