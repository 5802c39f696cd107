export { registerSimdBackend } from './register-simd-backend.ts'
