export { createClassificationMetrics } from './classification/create-classification-metrics.ts'
export type {
  ClassificationBatch,
  ClassificationMetrics,
  ClassificationResult,
  ClassScores,
} from './classification/create-classification-metrics.ts'
export { createLogger } from './record/create-logger.ts'
export type { Logger, RunOutcome, Sink } from './record/create-logger.ts'
export { formatCsvLine, parseCsv } from './record/csv.ts'
export { formatConfusionMatrix } from './classification/format-confusion-matrix.ts'
export { formatEpoch } from './text/format-epoch.ts'
export type { FormatEpochOptions } from './text/format-epoch.ts'
export type {
  HParamInfo,
  HParams,
  HParamsExperiment,
  HParamsMetric,
  HParamsSession,
  HParamsStatus,
  HParamValue,
  TfHParams,
} from './tensorboard/hparams.ts'
export { formatJsonlLine, parseJsonl } from './record/jsonl.ts'
export { checkRecord, flattenRecord } from './record/metrics-record.ts'
export type { MetricsGroup, MetricsRecord } from './record/metrics-record.ts'
export { decodeTfEvents, encodeTfEvent } from './tensorboard/tf-event.ts'
export type { DecodedTfEvents, TfEvent } from './tensorboard/tf-event.ts'
