/** A byte offset of tensor values (or of a table) in the memory; `usize` stands for sizes and strides in bytes. */
export type Address = usize
