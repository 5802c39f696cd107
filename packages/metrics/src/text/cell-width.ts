import truncatedWidth from 'fast-string-truncated-width'

/** Columns that a text takes on a terminal: two for a Chinese character or an emoji, none for a combining accent. */
export function cellWidth(text: string): number {
  return truncatedWidth(text).width
}

/** The beginning of a text that fits in so many columns. */
export function cutToCells(text: string, columns: number): string {
  return text.slice(0, truncatedWidth(text, { limit: columns, ellipsis: '' }).index)
}
