/** Logs records until killed, and says after each one that it is logged. Run by jsonl-sink.test.ts. */
import { writeSync } from 'node:fs'
import { jsonlSink } from '../src/node/jsonl-sink.ts'

const sink = jsonlSink(process.argv[2])
for (let step = 0; ; step++) {
  sink.write({ step, train: { loss: 1 / (step + 1) } })
  writeSync(1, `${step}\n`)
}
