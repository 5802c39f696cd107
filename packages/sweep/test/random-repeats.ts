import fc from 'fast-check'
import type { Random } from '../src/random-stream.ts'
import type { Repeats } from '../src/statistics/repeats.ts'

/** A standard normal number, by Box & Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Repeats of models that get each image right with the image's own chance. */
export function repeatsOf(chances: readonly number[], seeds: number, random: Random): Required<Repeats> {
  const correct = Array.from({ length: seeds }, () =>
    Uint8Array.from(chances, (chance) => (random() < chance ? 1 : 0)),
  )
  return withAccuracies(correct)
}

export function withAccuracies(correct: readonly Uint8Array[]): Required<Repeats> {
  return {
    correct,
    values: correct.map((images) => images.reduce((sum, one) => sum + one, 0) / images.length),
  }
}

/** Two arms of the same 2 to 7 seeds, with values whose differences are exact in 64 bits. */
export function arbitraryPair(): fc.Arbitrary<{ a: Repeats; b: Repeats }> {
  const value = fc.integer({ min: 0, max: 256 }).map((part) => part / 256)
  return fc
    .array(fc.tuple(value, value), { minLength: 2, maxLength: 7 })
    .map((pairs) => ({ a: { values: pairs.map(([a]) => a) }, b: { values: pairs.map(([, b]) => b) } }))
}

/** Two arms of the same 2 to 4 seeds and 64 images. */
export function arbitraryImagePair(): fc.Arbitrary<{ a: Required<Repeats>; b: Required<Repeats> }> {
  const images = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 64, maxLength: 64 })
  const rightOften = (draws: readonly number[]): Uint8Array =>
    Uint8Array.from(draws, (draw) => Math.min(draw, 1))
  return fc.array(fc.tuple(images, images), { minLength: 2, maxLength: 4 }).map((pairs) => ({
    a: withAccuracies(pairs.map(([a]) => rightOften(a))),
    b: withAccuracies(pairs.map(([, b]) => rightOften(b))),
  }))
}

/** Seeds in another order. */
export function reversed<Arm extends Repeats>({ values, correct, ...rest }: Arm): Arm {
  return { ...rest, values: values.toReversed(), correct: correct?.toReversed() } as unknown as Arm
}
