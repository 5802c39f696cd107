/**
 * Replaces the characters that HTML and XML must not contain. Control characters become their pictures (U+0001 becomes ␁), lone
 * surrogates and noncharacters become the replacement character �. Tabs and line ends stay.
 */
export function visibleText(text: string): string {
  return text.replace(forbidden, (character) => {
    const code = character.codePointAt(0) as number
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

const forbidden =
  // eslint-disable-next-line no-control-regex -- the characters to replace
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Surrogate}\p{Noncharacter_Code_Point}]/gu
