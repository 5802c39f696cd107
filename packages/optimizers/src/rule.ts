import type { Tensor, Variable } from '@tensorflow/tfjs-core'

/**
 * One link of an optimizer: arithmetic on one parameter, with no variables, no registry and no disposal.
 *
 * A rule turns a gradient into an update; a transform (`l2`, `decoupledWeightDecay`) changes the one or the other.
 * Both are this type, so they compose with `chain`. `toOptimizer` adds the last link's update to the parameter:
 *
 *     θ ← θ + update
 */
export interface Rule<Slot extends string = string> {
  /** Identifier in configs, camel-case without underscores: `'adaBelief'`. */
  readonly name: string
  /**
   * Accumulators, which start as zeros of the parameter's shape. Any names without `/`, except `iter`, `gradient` and
   * `parameter`.
   */
  readonly slots: readonly Slot[]
  /** The step size to begin with. Absent on transforms and on rules without one. */
  readonly learningRate?: number
  /**
   * Set on a transform: what it takes and gives back. Gradient transforms stand before the rule of a chain, update
   * transforms after it. Absent on a rule: it takes a gradient and gives an update.
   */
  readonly transforms?: 'gradient' | 'update'
  /** Every option, defaults filled in, as plain JSON: `createRule({ name, ...options })` makes the rule again. */
  readonly options?: RuleOptions
  /**
   * One step, in tfjs ops. Runs in a `tidy`: what it returns is kept, what it makes on the way is disposed.
   *
   * @param gradient The loss's gradient, or what the link before made of it; the parameter's shape
   * @param state One tensor per slot, the parameter's shape; not to be assigned to
   * @returns The update (or the next link's input), and the next state; both of the parameter's shape
   */
  step(gradient: Tensor, state: Readonly<Record<Slot, Variable>>, context: StepContext): StepResult<Slot>
  /**
   * The same step as a fused kernel. It runs instead of {@link step} when the active backend has registered the kernel,
   * and must give the same bits. One call steps all parameters: the inputs `{ gradient, parameter, ...state }` are
   * lists with an entry for each, and so is the attribute `steps`, of what this method gives as `attrs`. The kernel
   * changes the state in place and returns the list of updates.
   *
   * @returns The same name for all parameters; if they differ, {@link step} runs
   */
  kernel?(context: StepContext): KernelCall
  /**
   * Set on a rule that is made of others, each of which takes what the one before gives. Where the rule has no kernel of
   * its own, they run instead of {@link step}, one after the other on all parameters, and must give the same bits.
   */
  readonly links?: readonly Link[]
}

/** A rule as a part of another. */
export interface Link {
  readonly rule: Rule
  /** The whole's names of the rule's slots, in the order of `rule.slots`. */
  readonly slots: readonly string[]
}

/** What a step may depend on besides the gradient and the state. */
export interface StepContext {
  /** The parameter's value before this step. */
  readonly parameter: Tensor
  /** How often this parameter has been updated, this step included: 1, 2, 3, … */
  readonly t: number
  /** The current step size; 1 where the rule has none. */
  readonly learningRate: number
}

/** What a step returns. */
export interface StepResult<Slot extends string = string> {
  readonly update: Tensor
  readonly state: Readonly<Record<Slot, Tensor>>
}

/** A kernel by its registered name, with the numbers it needs. */
export interface KernelCall {
  readonly name: string
  /** Each is rounded to float32 before it meets an element. */
  readonly attrs: Readonly<Record<string, number>>
}

/** Options of a rule as plain JSON. */
export type RuleOptions = Readonly<Record<string, number | boolean | readonly RuleConfig[]>>

/** A rule as plain JSON: its name beside its options, e.g. `{ name: 'l2', weightDecay: 1e-6 }`. */
export interface RuleConfig {
  readonly name: string
  readonly [option: string]: string | number | boolean | readonly RuleConfig[]
}
