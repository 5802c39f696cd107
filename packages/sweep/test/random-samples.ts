import fc from 'fast-check'
import type { Random } from '@tunekit/random-stream'
import type { Sample } from '../src/statistics/sample.ts'

/** Draws a standard normal number, by Box & Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Draws a sample of models that classify each image correctly with the image's own probability. */
export function drawSample(
  probabilities: readonly number[],
  seeds: number,
  random: Random,
): Required<Sample> {
  const correct = Array.from({ length: seeds }, () =>
    Uint8Array.from(probabilities, (probability) => (random() < probability ? 1 : 0)),
  )
  return withAccuracies(correct)
}

export function withAccuracies(correct: readonly Uint8Array[]): Required<Sample> {
  return {
    correct,
    values: correct.map((images) => images.reduce((sum, flag) => sum + flag, 0) / images.length),
  }
}

/** Two samples of the same 2 to 7 seeds, with values whose differences are exact in 64 bits. */
export function arbitraryPair(): fc.Arbitrary<{ a: Sample; b: Sample }> {
  const value = fc.integer({ min: 0, max: 256 }).map((part) => part / 256)
  return fc
    .array(fc.tuple(value, value), { minLength: 2, maxLength: 7 })
    .map((pairs) => ({ a: { values: pairs.map(([a]) => a) }, b: { values: pairs.map(([, b]) => b) } }))
}

/** Two samples of the same 2 to 4 seeds and 64 images. */
export function arbitraryImagePair(): fc.Arbitrary<{ a: Required<Sample>; b: Required<Sample> }> {
  const images = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 64, maxLength: 64 })
  const mostlyCorrect = (draws: readonly number[]): Uint8Array =>
    Uint8Array.from(draws, (draw) => Math.min(draw, 1))
  return fc.array(fc.tuple(images, images), { minLength: 2, maxLength: 4 }).map((pairs) => ({
    a: withAccuracies(pairs.map(([a]) => mostlyCorrect(a))),
    b: withAccuracies(pairs.map(([, b]) => mostlyCorrect(b))),
  }))
}

/** The same sample with its seeds in reverse order. */
export function reversed<S extends Sample>({ values, correct, ...other }: S): S {
  return { ...other, values: values.toReversed(), correct: correct?.toReversed() } as unknown as S
}
