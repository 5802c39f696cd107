import { Tensor } from '@tensorflow/tfjs-core'

/** The form of what a function returned: arrays and plain objects, with tensors or other values as leaves. */
export type ResultTree =
  /** A tensor, by its index in {@link Results.tensors}. */
  | { readonly leaf: number }
  /** A value that is neither a tensor nor a container. */
  | { readonly value: unknown }
  | { readonly array: readonly ResultTree[]; readonly container: object }
  | { readonly entries: readonly (readonly [key: string, tree: ResultTree])[]; readonly container: object }

/** What a function returned, taken apart: its form, and its tensors, each listed once. */
export interface Results {
  readonly tree: ResultTree
  readonly tensors: readonly Tensor[]
  /** Why the same form cannot be built of other tensors; undefined if it can. */
  readonly problem: string | undefined
}

/** Takes apart what a function returned; {@link makeResults} is the inverse. */
export function readResults(returned: unknown): Results {
  const tensors: Tensor[] = []
  let problem: string | undefined
  const tree = read(returned, [])
  return { tree, tensors, problem }

  function read(value: unknown, ancestors: readonly unknown[]): ResultTree {
    if (value instanceof Tensor) {
      const known = tensors.indexOf(value)
      return { leaf: known === -1 ? tensors.push(value) - 1 : known }
    }
    if (typeof value === 'function' || (typeof value === 'object' && value !== null)) {
      const isArray = Array.isArray(value)
      if (ancestors.includes(value) || !(isArray || isPlain(value))) {
        problem ??= 'it returns an object that is neither a tensor nor an array or a plain object of them'
        return { value }
      }
      const path = [...ancestors, value]
      if (isArray) return { array: value.map((element) => read(element, path)), container: value }
      const entries = Object.entries(value).map(([key, element]) => [key, read(element, path)] as const)
      return { entries, container: value }
    }
    return { value }
  }
}

/** Builds a value of a given form with other tensors. */
export function makeResults(tree: ResultTree, tensors: readonly Tensor[]): unknown {
  if ('leaf' in tree) return tensors[tree.leaf]
  if ('value' in tree) return tree.value
  if ('array' in tree) return tree.array.map((element) => makeResults(element, tensors))
  return Object.fromEntries(tree.entries.map(([key, element]) => [key, makeResults(element, tensors)]))
}

/** The first difference between what two calls of a function returned, tensors aside; undefined if there is none. */
export function differenceOfTrees(a: ResultTree, b: ResultTree): string | undefined {
  if ('leaf' in a && 'leaf' in b && a.leaf === b.leaf) return undefined
  if ('value' in a && 'value' in b) {
    return Object.is(a.value, b.value) ? undefined : 'it returns different numbers from call to call'
  }
  if ('container' in a && 'container' in b && a.container === b.container) {
    return 'it returns the same object at every call'
  }
  if ('array' in a && 'array' in b && a.array.length === b.array.length) {
    return firstDefined(a.array, (element, i) => differenceOfTrees(element, b.array[i]))
  }
  if ('entries' in a && 'entries' in b && a.entries.length === b.entries.length) {
    return firstDefined(a.entries, ([key, element], i) => {
      return key === b.entries[i][0] ? differenceOfTrees(element, b.entries[i][1]) : OTHER_FORM
    })
  }
  return OTHER_FORM
}

const OTHER_FORM = 'the form of what it returns differs from call to call'

function firstDefined<Value, Result>(
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
