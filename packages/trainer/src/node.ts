export { checkpointFile } from './checkpoint-file.ts'
export type { TensorCodec } from './checkpoint-file.ts'
