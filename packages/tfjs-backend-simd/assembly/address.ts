/** A byte offset of tensor values (or of a table) in the memory; `usize` stands for sizes and strides in bytes. */
export type Address = usize

/** 64 bytes of the first kilobyte (see scheduler.ts) that nothing writes to. */
export const ZEROS: usize = 512
