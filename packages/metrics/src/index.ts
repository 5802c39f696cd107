export { createClassificationMetrics } from './create-classification-metrics.ts'
export type {
  ClassificationBatch,
  ClassificationMetrics,
  ClassificationResult,
  ClassScores,
} from './create-classification-metrics.ts'
export { createLogger } from './create-logger.ts'
export type { Logger, RunOutcome, Sink } from './create-logger.ts'
export { formatCsvLine, parseCsv } from './csv.ts'
export { formatConfusionMatrix } from './format-confusion-matrix.ts'
export { formatEpoch } from './format-epoch.ts'
export type { FormatEpochOptions } from './format-epoch.ts'
export type {
  HParamInfo,
  HParams,
  HParamsExperiment,
  HParamsMetric,
  HParamsSession,
  HParamsStatus,
  HParamValue,
  TfHParams,
} from './hparams.ts'
export { formatJsonlLine, parseJsonl } from './jsonl.ts'
export { checkRecord, flattenRecord } from './metrics-record.ts'
export type { MetricsGroup, MetricsRecord } from './metrics-record.ts'
export { decodeTfEvents, encodeTfEvent } from './tf-event.ts'
export type { DecodedTfEvents, TfEvent } from './tf-event.ts'
