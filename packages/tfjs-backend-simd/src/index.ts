export type { CompiledFunction, TensorsOrNumbers } from './compile/compiled-function.ts'
export { registerSimdBackend } from './register-simd-backend.ts'
export type { SimdBackendOptions } from './register-simd-backend.ts'
export type { SimdBackend } from './simd-backend.ts'
