export type { LoadedDataset, LoadedFile } from './node/assemble-dataset.ts'
export { loadDataset } from './node/load-dataset.ts'
export type { LoadDatasetOptions } from './node/load-dataset.ts'
export type { DownloadProgress } from './node/transfer.ts'
