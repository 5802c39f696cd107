import { parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5'

type Node = DefaultTreeAdapterTypes.ChildNode
export type Element = DefaultTreeAdapterTypes.Element

/** A page as a browser would see it. */
export interface Page {
  /** What the HTML standard calls parse errors. */
  readonly errors: readonly string[]
  /** Elements of a tag, in their order. */
  all(tag: string): Element[]
  /** The cells of the table with this accessible name, row by row. */
  table(label: string): string[][]
}

export function parsePage(html: string): Page {
  const errors: string[] = []
  const onParseError = ({ code, startLine }: ParserError): void =>
    void errors.push(`${code} in line ${startLine}`)
  const elements = descendants(parse(html, { onParseError }).childNodes)
  const all = (tag: string): Element[] => elements.filter(({ tagName }) => tagName === tag)
  return {
    errors,
    all,
    table(label) {
      const box = elements.find(
        (element) => element.tagName === 'div' && attribute(element, 'aria-label') === label,
      )
      if (!box) throw new Error(`The page has no table "${label}".`)
      return descendants(box.childNodes)
        .filter(({ tagName }) => tagName === 'tr')
        .map((row) =>
          descendants(row.childNodes)
            .filter(({ tagName }) => tagName === 'th' || tagName === 'td')
            .map(textOf),
        )
    },
  }
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value
}

/** An element's text, with white space as it is shown; no-break spaces as plain ones. */
export function textOf(element: Element): string {
  return rawText(element.childNodes).replace(/\s+/g, ' ').trim()
}

/** Elements inside an element, in their order. */
export function inside(element: Element, tag: string): Element[] {
  return descendants(element.childNodes).filter(({ tagName }) => tagName === tag)
}

function rawText(nodes: readonly Node[]): string {
  return nodes
    .map((node) => ('value' in node ? node.value : 'childNodes' in node ? rawText(node.childNodes) : ''))
    .join('')
}

function descendants(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => ('tagName' in node ? [node, ...descendants(node.childNodes)] : []))
}
