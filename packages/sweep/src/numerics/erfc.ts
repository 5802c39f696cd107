/**
 * @file The complementary error function, after `s_erf.c` of FreeBSD's msun: its rational approximations and where each
 * holds. Differs: the split of the argument that keeps its square exact goes through single precision.
 *
 * @license
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 */

/** erf(1), to single precision. */
const atOne = 8.45062911510467529297e-1

/**
 * 1 − erf(x) = 2/√π ∫ₓ^∞ exp(−t²) dt, with an error below one unit in the last place: small values stay exact where
 * `1 - erf(x)` would be 0.
 */
export function erfc(x: number): number {
  const size = Math.abs(x)
  if (size < 0.84375) {
    const z = x * x
    const ratio = x * (numeratorNearZero(z) / denominatorNearZero(z))
    return x < 0.25 ? 1 - (x + ratio) : 0.5 - (x - 0.5 + ratio)
  }
  if (size < 1.25) {
    const s = size - 1
    const ratio = numeratorNearOne(s) / denominatorNearOne(s)
    return x > 0 ? 1 - atOne - ratio : 1 + atOne + ratio
  }
  if (size < 28) {
    const s = 1 / (x * x)
    const ratio =
      size < 1 / 0.35 ? numeratorMiddle(s) / denominatorMiddle(s) : numeratorFar(s) / denominatorFar(s)
    const rounded = Math.fround(size)
    const tail =
      (Math.exp(-rounded * rounded - 0.5625) * Math.exp((rounded - size) * (rounded + size) + ratio)) / size
    return x > 0 ? tail : 2 - tail
  }
  return x > 0 ? 0 : x < 0 ? 2 : NaN
}

function numeratorNearZero(z: number): number {
  return (
    1.28379167095512558561e-1 +
    z *
      (-3.2504210724700149937e-1 +
        z * (-2.84817495755985104766e-2 + z * (-5.77027029648944159157e-3 + z * -2.37630166566501626084e-5)))
  )
}

function denominatorNearZero(z: number): number {
  return (
    1 +
    z *
      (3.97917223959155352819e-1 +
        z *
          (6.50222499887672944485e-2 +
            z *
              (5.08130628187576562776e-3 + z * (1.32494738004321644526e-4 + z * -3.9602282787753681232e-6))))
  )
}

function numeratorNearOne(s: number): number {
  return (
    -2.36211856075265944077e-3 +
    s *
      (4.14856118683748331666e-1 +
        s *
          (-3.72207876035701323847e-1 +
            s *
              (3.18346619901161753674e-1 +
                s *
                  (-1.10894694282396677476e-1 +
                    s * (3.54783043256182359371e-2 + s * -2.166375594868790843e-3)))))
  )
}

function denominatorNearOne(s: number): number {
  return (
    1 +
    s *
      (1.06420880400844228286e-1 +
        s *
          (5.40397917702171048937e-1 +
            s *
              (7.18286544141962662868e-2 +
                s *
                  (1.26171219808761642112e-1 +
                    s * (1.36370839120290507362e-2 + s * 1.1984499846799107417e-2)))))
  )
}

function numeratorMiddle(s: number): number {
  return (
    -9.86494403484714822705e-3 +
    s *
      (-6.93858572707181764372e-1 +
        s *
          (-1.05586262253232909814e1 +
            s *
              (-6.23753324503260060396e1 +
                s *
                  (-1.62396669462573470355e2 +
                    s *
                      (-1.84605092906711035994e2 +
                        s * (-8.12874355063065934246e1 + s * -9.81432934416914548592))))))
  )
}

function denominatorMiddle(s: number): number {
  return (
    1 +
    s *
      (1.96512716674392571292e1 +
        s *
          (1.376577541435190426e2 +
            s *
              (4.34565877475229228821e2 +
                s *
                  (6.45387271733267880336e2 +
                    s *
                      (4.29008140027567833386e2 +
                        s *
                          (1.08635005541779435134e2 +
                            s * (6.57024977031928170135 + s * -6.04244152148580987438e-2)))))))
  )
}

function numeratorFar(s: number): number {
  return (
    -9.86494292470009928597e-3 +
    s *
      (-7.99283237680523006574e-1 +
        s *
          (-1.77579549177547519889e1 +
            s *
              (-1.60636384855821916062e2 +
                s *
                  (-6.37566443368389627722e2 +
                    s * (-1.02509513161107724954e3 + s * -4.83519191608651397019e2)))))
  )
}

function denominatorFar(s: number): number {
  return (
    1 +
    s *
      (3.03380607434824582924e1 +
        s *
          (3.25792512996573918826e2 +
            s *
              (1.53672958608443695994e3 +
                s *
                  (3.19985821950859553908e3 +
                    s *
                      (2.55305040643316442583e3 +
                        s * (4.74528541206955367215e2 + s * -2.24409524465858183362e1))))))
  )
}
