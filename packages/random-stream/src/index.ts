export { deriveSeed, hash, mixBits } from './hash.ts'
export { mersenneStream } from './mersenne-stream.ts'
export { randomStream } from './random-stream.ts'
export type { Random, RandomStream } from './random-stream.ts'
