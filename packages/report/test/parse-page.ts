import { parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5'

type Node = DefaultTreeAdapterTypes.ChildNode
export type Element = DefaultTreeAdapterTypes.Element

/** The elements of a page, parsed as a browser parses it. */
export interface Page {
  /** The parse errors of the HTML standard. */
  readonly errors: readonly string[]
  /** The elements with a tag, in document order. */
  all(tag: string): Element[]
  /** The cells of the table with an accessible name, row by row. */
  table(label: string): string[][]
}

/** Parses a page. */
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

/** The value of an attribute; undefined if the element does not have it. */
export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value
}

/** The text of an element as it is shown, with plain spaces for no-break spaces. */
export function textOf(element: Element): string {
  return rawText(element.childNodes).replace(/\s+/g, ' ').trim()
}

/** The elements with a tag inside an element, in document order. */
export function inside(element: Element, tag: string): Element[] {
  return descendants(element.childNodes).filter(({ tagName }) => tagName === tag)
}

/** The caption of the figure with an id. */
export function captionOf(page: Page, id: string): string {
  return textOf(inside(figureOf(page, id), 'figcaption')[0])
}

/** The text alternative of the figure with an id. */
export function alternativeOf(page: Page, id: string): string | undefined {
  const [drawing] = inside(figureOf(page, id), 'svg')
  return attribute(drawing, 'aria-label')?.replace(/\s/g, ' ')
}

function figureOf(page: Page, id: string): Element {
  const figure = page.all('figure').find((element) => attribute(element, 'id') === id)
  if (!figure) throw new Error(`The page has no figure "${id}".`)
  return figure
}

function rawText(nodes: readonly Node[]): string {
  return nodes
    .map((node) => ('value' in node ? node.value : 'childNodes' in node ? rawText(node.childNodes) : ''))
    .join('')
}

function descendants(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => ('tagName' in node ? [node, ...descendants(node.childNodes)] : []))
}
