import { add, clone, engine, Optimizer, scalar, tidy, util, Variable } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, serialization, Tensor } from '@tensorflow/tfjs-core'
import { notNegative } from './check-option.ts'
import { own } from './own.ts'
import { ruleConfig } from './rule-config.ts'
import type { Rule, RuleConfig } from './rule.ts'
import { hasKernel, runRule } from './run-rule.ts'
import { createState, disposeState, nameState, restoreStates } from './variable-state.ts'
import type { NamedTensor, VariableState } from './variable-state.ts'

/**
 * Runs a rule as a `tf.Optimizer`, for `optimizer.minimize(…)` and for `model.compile({ optimizer })` of tfjs-layers.
 * It owns the rule's state, until `dispose()`.
 *
 * @param rule A rule, or a chain with one
 * @throws {RangeError} If the rule is only a transform and makes no update
 * @example
 * const optimizer = toOptimizer(adaBelief({ learningRate: 1e-3 }))
 * optimizer.minimize(() => loss(model.predict(images), labels))
 */
export function toOptimizer(rule: Rule): RuleOptimizer {
  return new RuleOptimizer(rule)
}

/** The kernel that adds an update to a parameter in place, where the active backend has it. */
const APPLY = 'TunekitApply'

/** A {@link Rule} as a `tf.Optimizer`; made by {@link toOptimizer}. */
export class RuleOptimizer extends Optimizer {
  static readonly className: string = 'TunekitOptimizer'

  /** Makes a rule from its config. `registerOptimizers` sets it, so that a bundle without it has no table of rules. */
  static createRule?: (config: RuleConfig) => Rule

  private readonly rule: Rule
  private states = new Map<string, VariableState>()
  private restored = false
  private rate: number
  private iterationsTensor?: Tensor

  /** Makes the optimizer that `getConfig()` described; ignores other keys, such as tfjs-layers' `customObjects`. */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    if (RuleOptimizer.createRule === undefined) {
      throw new Error('Optimizers cannot be made from a config yet. Call registerOptimizers() first.')
    }
    return new cls(RuleOptimizer.createRule(config.rule as unknown as RuleConfig), config.learningRate)
  }

  constructor(rule: Rule, learningRate: number = rule.learningRate ?? 1) {
    super()
    if (rule.transforms !== undefined) {
      throw new RangeError(
        `"${rule.name}" is no optimizer: expected a rule that makes an update, got a transform of the ` +
          `${rule.transforms}. Put it in a chain with a rule.`,
      )
    }
    this.rule = rule
    this.rate = notNegative('learningRate', learningRate)
  }

  /** The step size, which every link of the rule follows from the next step on. 1 if the rule has none. */
  get learningRate(): number {
    return this.rate
  }

  set learningRate(value: number) {
    this.rate = notNegative('learningRate', value)
  }

  /**
   * Updates every variable that has a gradient. The others, and their state, stay as they are: a variable that is
   * frozen for some steps continues as if those steps had not been.
   *
   * @param gradients Gradients by variable name, in either of the forms that `minimize` makes; null ones are skipped
   * @throws {RangeError} If a gradient's variable does not exist or has another shape, or state that was restored does
   *   not fit the variables. Nothing is updated then
   */
  override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }))
    const present = named.filter(({ tensor }) => tensor != null)
    const variables = present.map(({ name, tensor }) => findVariable(name, tensor))
    if (this.restored && variables.length > 0) this.matchRestored(variables)
    const states = variables.map((variable) => this.stateOf(variable))

    tidy(() => present.forEach(({ tensor }, index) => this.update(variables[index], tensor, states[index])))
    this.incrementIterations()
  }

  /**
   * The optimizer's whole state: `iter`, the number of steps, then for every variable in the order of its first update
   * `<variable>/iter`, the number of its updates, and `<variable>/<slot>` for every slot of the rule.
   *
   * The tensors stay the optimizer's own and change with it: read them before the next step, and do not dispose them.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    this.iterationsTensor?.dispose()
    this.iterationsTensor = scalar(this.iterations, 'int32')
    const states = [...this.states].flatMap(([name, state]) => nameState(name, state))
    return [{ name: 'iter', tensor: this.iterationsTensor }, ...states]
  }

  /**
   * Continues from what `getWeights()` of an optimizer with the same rule gave, in any order. The tensors are copied.
   *
   * State finds its variable by name at the next step. If that step updates variables of other names (tfjs renames
   * those of a model that is loaded twice), it must update all of them, and state goes by position.
   *
   * @throws {RangeError} If the weights are not those of this rule
   */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const { iterations, states } = await restoreStates(weights, this.rule)
    this.dispose()
    this.iterations_ = iterations
    this.states = states
    this.restored = true
  }

  /** The rule and the current learning rate as plain JSON, from which tfjs-layers can load the optimizer again. */
  override getConfig(): serialization.ConfigDict {
    return { rule: ruleConfig(this.rule) as serialization.ConfigDict, learningRate: this.rate }
  }

  /** Disposes the state. The optimizer can go on, from nothing. */
  override dispose(): void {
    this.states.forEach(disposeState)
    this.states.clear()
    this.iterations_ = 0
    this.iterationsTensor?.dispose()
  }

  /** Must run in a `tidy`. */
  private update(variable: Variable, gradient: Tensor, state: VariableState): void {
    const t = state.t + 1
    const context = { parameter: variable, t, learningRate: this.rate }
    const next = runRule(this.rule, gradient, state.slots, context)
    // A rule may give an accumulator as its update, which is about to change.
    const update = next.update instanceof Variable ? clone(next.update) : next.update
    const moved = hasKernel(APPLY) ? undefined : add(variable, update)
    for (const slot of this.rule.slots) {
      // Assigning a variable to itself would free its data.
      if (next.state[slot] !== state.slots[slot]) state.slots[slot].assign(next.state[slot])
    }
    if (moved) {
      variable.assign(moved)
    } else {
      own(variable)
      engine().runKernel(APPLY, { parameter: variable, update })
    }
    state.t = t
  }

  private stateOf(variable: Variable): VariableState {
    const state = this.states.get(variable.name) ?? createState(variable, this.rule)
    this.states.set(variable.name, state)
    checkShapes(variable, state)
    return state
  }

  /** Restored state has the names of when it was saved: hands it to the variables of now. */
  private matchRestored(variables: readonly Variable[]): void {
    const names = variables.map(({ name }) => name)
    const saved = [...this.states.keys()]
    if (!names.every((name) => this.states.has(name)) && !saved.every((name) => names.includes(name))) {
      if (names.length !== saved.length) {
        throw new RangeError(
          `Optimizer state fits the variables neither by name nor by number: expected ${names.join(', ')}, ` +
            `got state of ${saved.join(', ')}. Update all of the model's variables in the first step.`,
        )
      }
      const states = [...this.states.values()]
      variables.forEach((variable, index) => checkShapes(variable, states[index]))
      this.states = new Map(names.map((name, index) => [name, states[index]]))
    }
    this.restored = false
  }
}

function findVariable(name: string, gradient: Tensor): Variable {
  const variable = engine().registeredVariables[name]
  if (variable === undefined) {
    throw new RangeError(
      `Gradient "${name}" has no variable: expected the name of a tf.Variable that exists, got none by that name. ` +
        'Was the variable disposed?',
    )
  }
  if (!util.arraysEqual(variable.shape, gradient.shape)) {
    throw new RangeError(
      `Gradient of "${name}" has the wrong shape: expected [${variable.shape.join(', ')}], ` +
        `got [${gradient.shape.join(', ')}].`,
    )
  }
  return variable
}

function checkShapes(variable: Variable, { slots }: VariableState): void {
  for (const [slot, { shape }] of Object.entries(slots)) {
    if (!util.arraysEqual(variable.shape, shape)) {
      throw new RangeError(
        `Optimizer state "${slot}" of "${variable.name}" has the wrong shape: expected [${variable.shape.join(', ')}], ` +
          `got [${shape.join(', ')}]. It belongs to another variable: make a new optimizer.`,
      )
    }
  }
}
