/** Logs records until killed, and prints the step of each record after logging it. Run by jsonl-sink.test.ts. */
import { writeSync } from 'node:fs'
import { jsonlSink } from '../src/node/jsonl-sink.ts'

const sink = jsonlSink(process.argv[2])
for (let step = 0; ; step++) {
  sink.write({ step, train: { loss: 1 / (step + 1) } })
  writeSync(1, `${step}\n`)
}
