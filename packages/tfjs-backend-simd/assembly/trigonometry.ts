import { highDoubles, lowDoubles, narrowDoubles } from './vectors'

/*
 * sin and cos of four floats, from float64 additions and multiplications alone. Constants are those of FreeBSD's libm
 * (k_sinf.c, k_cosf.c, e_rem_pio2f.c). Error against the exact value: ≤ 1 ULP for every float.
 */

/** From 2²⁸·π/2 on, two parts of π/2 are not exact enough. */
const LARGE: f32 = 421657428.0

/** The first 256 bits of 2/π. */
const TWO_OVER_PI = memory.data<u64>([
  0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
])

// @inline
export function sin4(x: v128): v128 {
  // sin x rounds to x, and a zero keeps its sign
  const isSmall = f32x4.lt(f32x4.abs(x), f32x4.splat(0.000244140625))
  return v128.bitselect(x, turn(x, 0), isSmall)
}

// @inline
export function cos4(x: v128): v128 {
  return turn(x, 1)
}

/** sin(x + quarters·π/2) */
function turn(x: v128, quarters: i32): v128 {
  if (v128.any_true(f32x4.ge(f32x4.abs(x), f32x4.splat(LARGE)))) {
    let y = f32x4.splat(turnOne(f32x4.extract_lane(x, 0), quarters))
    y = f32x4.replace_lane(y, 1, turnOne(f32x4.extract_lane(x, 1), quarters))
    y = f32x4.replace_lane(y, 2, turnOne(f32x4.extract_lane(x, 2), quarters))
    return f32x4.replace_lane(y, 3, turnOne(f32x4.extract_lane(x, 3), quarters))
  }
  return narrowDoubles(turnDoubles(lowDoubles(x), quarters), turnDoubles(highDoubles(x), quarters))
}

/** sin(x + quarters·π/2) of two doubles, with n = round(x / (π/2)) and r = x − n·π/2, |r| ≤ π/4. */
// @inline
function turnDoubles(x: v128, quarters: i32): v128 {
  const n = f64x2.nearest(f64x2.mul(x, f64x2.splat(6.36619772367581382433e-1)))
  // π/2 in two parts, the first with so few bits that n·part is exact
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(1.5707963109016418457)))
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.58932547735281966916e-8)))
  return sine(r, i32x4.add(i32x4.trunc_sat_f64x2_s_zero(n), i32x4.splat(quarters)))
}

/**
 * sin(x + quarters·π/2) of one float of any size (Payne and Hanek). With x = m·2ᵉ, the bits of 2/π whose products with x are
 * multiples of 4 are skipped; the 96 bits after them give x·2/π modulo 4 to 2⁻⁶².
 */
function turnOne(x: f32, quarters: i32): f32 {
  if (Mathf.abs(x) < LARGE) return f32x4.extract_lane(turn(f32x4.splat(x), quarters), 0)
  if (Mathf.abs(x) == Infinity || x != x) return NaN
  const bits = reinterpret<u32>(x)
  const skipped = <i32>((bits >> 23) & 0xff) - 152
  const table = TWO_OVER_PI + ((<usize>(skipped >> 6)) << 3)
  const first = bitsFrom(table, skipped & 63)
  const second = bitsFrom(table + 8, skipped & 63) >> 32
  const m = <u64>((bits & 0x7fffff) | 0x800000)
  let product = m * first + ((m * second) >> 32)
  if (x < 0) product = -product
  const r = <f64>(<i64>(product << 2)) * 8.51530395021638647334e-20 // π·2⁻⁶⁵
  const n = <i32>((product + ((<u64>1) << 61)) >> 62)
  return f32x4.extract_lane(f32x4.demote_f64x2_zero(sine(f64x2.splat(r), i32x4.splat(n + quarters))), 0)
}

/** 64 bits of two words, from bit `start` on; bit 0 is the highest of the first word. */
// @inline
function bitsFrom(words: usize, start: i32): u64 {
  return start == 0 ? load<u64>(words) : (load<u64>(words) << start) | (load<u64>(words, 8) >> (64 - start))
}

/** sin r, cos r, −sin r or −cos r, for the first two of `quarters` modulo 4. */
// @inline
function sine(r: v128, quarters: v128): v128 {
  const quadrant = i64x2.extend_low_i32x4_s(quarters)
  const z = f64x2.mul(r, r)
  const w = f64x2.mul(z, z)
  const cube = f64x2.mul(z, r)
  const even = f64x2.add(
    f64x2.add(r, f64x2.mul(cube, horner(z, 0.0083333293858894631756, -0.166666666416265235595))),
    f64x2.mul(f64x2.mul(cube, w), horner(z, 0.0000027183114939898219064, -0.000198393348360966317347)),
  )
  const odd = f64x2.add(
    f64x2.add(horner(z, -0.49999999725103100312, 1), f64x2.mul(w, f64x2.splat(0.0416666233237390631894))),
    f64x2.mul(f64x2.mul(w, z), horner(z, 0.0000243904487962774090654, -0.00138867637746099294692)),
  )
  const isOdd = i64x2.neg(v128.and(quadrant, i64x2.splat(1)))
  const sign = i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62)
  return v128.xor(v128.bitselect(odd, even, isOdd), sign)
}

/** a·z + b */
// @inline
function horner(z: v128, a: f64, b: f64): v128 {
  return f64x2.add(f64x2.mul(f64x2.splat(a), z), f64x2.splat(b))
}
