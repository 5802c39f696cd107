/**
 * Hashes a name and keys to 32 bits: FNV-1a of the text `name:key:key`, then MurmurHash3's finalizer, which spreads the last
 * characters over all bits. Colons in a name are not escaped: `hash('a:1')` equals `hash('a', 1)`.
 *
 * Fowler, Noll and Vo, http://www.isthe.com/chongo/tech/comp/fnv/. Differs from FNV-1a: each step hashes a UTF-16 code unit, not
 * a byte. For a name in ASCII the result is the same.
 *
 * @param name The purpose of the hash
 * @param keys Safe integers, such as a seed and an epoch
 * @returns An integer in [0, 2³²)
 * @example
 * hash('trial', 1, 7) // 1014641069
 */
export function hash(name: string, ...keys: readonly number[]): number {
  return mixBits(fnv1a([name, ...keys].join(':')))
}

/**
 * Derives a seed from a name and keys: the upper 31 bits of their {@link hash}.
 *
 * @returns An integer in [0, 2³¹)
 */
export function deriveSeed(name: string, ...keys: readonly number[]): number {
  return hash(name, ...keys) >>> 1
}

/**
 * Mixes bits by MurmurHash3's 32-bit finalizer `fmix32`, a bijection of 32-bit integers in which every bit of the input affects
 * every bit of the output. Appleby, https://github.com/aappleby/smhasher, MurmurHash3.cpp.
 *
 * @param bits Any integer; only its lower 32 bits count
 * @returns An integer in [0, 2³²)
 */
export function mixBits(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Computes the 32-bit FNV-1a hash of a text's UTF-16 code units, as a signed integer. */
export function fnv1a(text: string): number {
  let bits = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193)
  }
  return bits
}
