import { Tensor } from '@tensorflow/tfjs-core'

/** What a function returned: a tensor, by its index among all, a value that is none, or an array or a plain object of them. */
export type ResultTree =
  | { readonly leaf: number }
  | { readonly value: unknown }
  | { readonly array: readonly ResultTree[]; readonly container: object }
  | { readonly entries: readonly (readonly [key: string, tree: ResultTree])[]; readonly container: object }

/** The tensors in what a function returned, each once, and the tree that they are in. */
export interface Results {
  readonly tree: ResultTree
  readonly tensors: readonly Tensor[]
  /** Why the same cannot be made again of other tensors, if it cannot. */
  readonly problem: string | undefined
}

export function readResults(returned: unknown): Results {
  const tensors: Tensor[] = []
  let problem: string | undefined
  const tree = read(returned, [])
  return { tree, tensors, problem }

  function read(value: unknown, outer: readonly unknown[]): ResultTree {
    if (value instanceof Tensor) {
      const known = tensors.indexOf(value)
      return { leaf: known === -1 ? tensors.push(value) - 1 : known }
    }
    if (typeof value === 'function' || (typeof value === 'object' && value !== null)) {
      const isArray = Array.isArray(value)
      if (outer.includes(value) || !(isArray || isPlain(value))) {
        problem ??= 'it returns an object that is neither a tensor nor an array or a plain object of them'
        return { value }
      }
      const inner = [...outer, value]
      if (isArray) return { array: value.map((element) => read(element, inner)), container: value }
      const entries = Object.entries(value).map(([key, element]) => [key, read(element, inner)] as const)
      return { entries, container: value }
    }
    return { value }
  }
}

/** Makes anew what a function returned, of other tensors. */
export function makeResults(tree: ResultTree, tensors: readonly Tensor[]): unknown {
  if ('leaf' in tree) return tensors[tree.leaf]
  if ('value' in tree) return tree.value
  if ('array' in tree) return tree.array.map((element) => makeResults(element, tensors))
  return Object.fromEntries(tree.entries.map(([key, element]) => [key, makeResults(element, tensors)]))
}

/** What two returns of a function differ in, besides the tensors; undefined if nothing. */
export function differenceOfTrees(a: ResultTree, b: ResultTree): string | undefined {
  if ('leaf' in a && 'leaf' in b && a.leaf === b.leaf) return undefined
  if ('value' in a && 'value' in b) {
    return Object.is(a.value, b.value) ? undefined : 'it returns other numbers at every call'
  }
  if ('container' in a && 'container' in b && a.container === b.container) {
    return 'it returns the same object at every call'
  }
  if ('array' in a && 'array' in b && a.array.length === b.array.length) {
    return first(a.array, (element, i) => differenceOfTrees(element, b.array[i]))
  }
  if ('entries' in a && 'entries' in b && a.entries.length === b.entries.length) {
    return first(a.entries, ([key, element], i) => {
      return key === b.entries[i][0] ? differenceOfTrees(element, b.entries[i][1]) : OTHER_FORM
    })
  }
  return OTHER_FORM
}

const OTHER_FORM = 'it returns something of another form at every call'

function first<Value, Result>(
  values: readonly Value[],
  map: (value: Value, i: number) => Result | undefined,
): Result | undefined {
  for (const [i, value] of values.entries()) {
    const result = map(value, i)
    if (result !== undefined) return result
  }
  return undefined
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown
  return prototype === Object.prototype || prototype === null
}
