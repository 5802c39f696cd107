import { power } from '../numerics/power.ts'
import { biasCorrection } from './running-mean.ts'

/**
 * Computes RAdam's rectification of a running mean of t squares with decay β₂.
 *
 *     ρ∞ = 2 / (1 − β₂) − 1
 *     ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
 *     rₜ = √((ρₜ − 4) (ρₜ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρₜ))
 *
 * Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020, Algorithm 2, arXiv:1908.03265.
 *
 * @returns ρₜ, the effective number of values in the mean, and rₜ, which is defined only for ρₜ > 4
 */
export function rectification(beta2: number, t: number): { readonly rho: number; readonly r: number } {
  const rhoInf = 2 / (1 - beta2) - 1
  const rho = rhoInf - (2 * t * power(beta2, t)) / biasCorrection(beta2, t)
  const r = Math.sqrt(((rho - 4) / (rhoInf - 4)) * ((rho - 2) / (rhoInf - 2)) * (rhoInf / rho))
  return { rho, r }
}
