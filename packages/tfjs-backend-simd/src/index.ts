export { registerSimdBackend } from './register-simd-backend.ts'
export type { SimdBackendOptions } from './register-simd-backend.ts'
