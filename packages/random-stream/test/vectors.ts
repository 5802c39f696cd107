import { readFileSync } from 'node:fs'

interface Vectors {
  readonly streams: readonly {
    readonly name: string
    readonly keys: readonly number[]
    readonly hash: number
    readonly uniform: readonly number[]
    readonly normal: readonly number[]
    readonly permutation: readonly number[]
  }[]
  readonly mersenne: readonly { readonly name: string; readonly uniform: readonly number[] }[]
  readonly mixBits: readonly (readonly [bits: number, mixed: number])[]
}

/** Reference values from `vectors/streams.py`. */
export const vectors = JSON.parse(
  readFileSync(new URL('vectors/streams.json', import.meta.url), 'utf8'),
) as Vectors
