import { add, clone, engine, Optimizer, scalar, tidy, util, Variable } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, serialization, Tensor } from '@tensorflow/tfjs-core'
import { notNegative } from './check-option.ts'
import { own } from './own.ts'
import { ruleConfig } from './rule-config.ts'
import type { Rule, RuleConfig } from './rule.ts'
import { callKernel, hasKernel, runRule } from './run-rule.ts'
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

/** The kernel that adds updates to parameters in place, where the active backend has it. */
const APPLY = 'TunekitApply'

/** What one variable's part of a step works on. */
interface VariableStep {
  readonly variable: Variable
  readonly gradient: Tensor
  readonly state: VariableState
}

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
    const steps = variables.map((variable, index) => {
      return { variable, gradient: present[index].tensor, state: this.stateOf(variable) }
    })
    // A variable that is named twice takes two steps.
    const rounds = new Set(variables).size === steps.length ? [steps] : steps.map((step) => [step])
    if (steps.length > 0) tidy(() => rounds.forEach((round) => this.update(round)))
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

  /** Steps variables, none of them twice. Must run in a `tidy`. */
  private update(steps: readonly VariableStep[]): void {
    const variables = steps.map(({ variable }) => variable)
    const gradients = steps.map(({ gradient }) => gradient)
    const contexts = steps.map(({ variable, state }) => {
      return { parameter: variable, t: state.t + 1, learningRate: this.rate }
    })
    const slots: Record<string, readonly Variable[]> = {}
    for (const slot of this.rule.slots) slots[slot] = steps.map(({ state }) => state.slots[slot])

    const next = runRule(this.rule, gradients, slots, contexts)
    // A rule may give an accumulator as its update, which is about to change.
    const updates = next.update.map((update) => (update instanceof Variable ? clone(update) : update))
    const moved = hasKernel(APPLY) ? undefined : updates.map((update, index) => add(variables[index], update))
    for (const slot of this.rule.slots) {
      if (next.state[slot] !== slots[slot]) assign(slots[slot], next.state[slot])
    }
    if (moved) {
      assign(variables, moved)
    } else {
      own(variables)
      callKernel(APPLY, { parameter: variables, update: updates })
    }
    for (const { state } of steps) state.t++
  }

  private stateOf(variable: Variable): VariableState {
    let state = this.states.get(variable.name)
    if (state === undefined) {
      state = createState(variable, this.rule)
      this.states.set(variable.name, state)
    }
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

/** Gives each variable its next value, unless that is the variable itself: assigning it would free its data. */
function assign(variables: readonly Variable[], values: readonly Tensor[]): void {
  variables.forEach((variable, index) => {
    if (values[index] !== variable) variable.assign(values[index])
  })
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
  for (const slot in slots) {
    const { shape } = slots[slot]
    if (!util.arraysEqual(variable.shape, shape)) {
      throw new RangeError(
        `Optimizer state "${slot}" of "${variable.name}" has the wrong shape: expected [${variable.shape.join(', ')}], ` +
          `got [${shape.join(', ')}]. It belongs to another variable: make a new optimizer.`,
      )
    }
  }
}
