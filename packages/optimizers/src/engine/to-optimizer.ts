import { dispose, engine, Optimizer, tidy, util } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, serialization, Tensor, Variable } from '@tensorflow/tfjs-core'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter, Schedule, ScheduleConfig } from '../options/schedule.ts'
import { toJson } from '../options/to-json.ts'
import type { Plateau } from '../schedules/reduce-on-plateau.ts'
import { createCohort, splitCohort } from './cohort.ts'
import type { Cohort, VariableState } from './cohort.ts'
import { assign } from './compute.ts'
import { assignPlainNames } from './plain-name.ts'
import { ruleConfig } from './rule.ts'
import type { Rule, RuleConfig } from './rule.ts'
import { decodeStates, encodeStates, statefulSchedules } from './stateful-schedules.ts'
import { checkState, createState, disposeStates, nameState, restoreStates } from './variable-state.ts'
import type { NamedTensor } from './variable-state.ts'

/**
 * Runs a rule as a `tf.Optimizer`, for `optimizer.minimize(…)` and for `model.compile({ optimizer })` of tfjs-layers. The
 * optimizer owns the rule's state until `dispose()`.
 *
 * @param rule A rule, or a chain with a rule
 * @throws {RangeError} If the rule is a transform, which computes no update of its own
 * @example
 * const optimizer = toOptimizer(adaBelief({ learningRate: 1e-3 }))
 * optimizer.minimize(() => loss(model.predict(images), labels))
 */
export function toOptimizer(rule: Rule): RuleOptimizer {
  return new RuleOptimizer(rule)
}

/** A {@link Rule} as a `tf.Optimizer`, created by {@link toOptimizer}. */
export class RuleOptimizer extends Optimizer {
  static readonly className: string = 'TunekitOptimizer'

  /**
   * Functions that create rules and schedules from their configs. `registerOptimizers` sets this property, so a bundle
   * without `registerOptimizers` contains no tables of rules and schedules.
   */
  static factories?: {
    readonly rule: (config: RuleConfig) => Rule
    readonly schedule: (config: ScheduleConfig) => Schedule
  }

  /** @internal The state of each variable, by the variable's name. */
  states: Map<string, VariableState> = new Map()
  /** @internal Whether the variables hold their evaluation weights. */
  isEvaluating = false
  /** The numbers that rules share between all variables. */
  private shared: Record<string, Variable> = {}
  /** Whether the states come from `setWeights()` and have not been matched with variables yet. */
  private isRestored = false
  private rate!: Hyperparameter
  private rateAt!: (step: number) => number
  /** The tensors that the last call of `getWeights()` created. */
  private counts: Tensor[] = []

  /**
   * Creates the optimizer that `getConfig()` described. Other keys are ignored, such as `customObjects` of tfjs-layers.
   */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    { rule, learningRate }: serialization.ConfigDict,
  ): T {
    const { factories } = RuleOptimizer
    if (factories === undefined) {
      throw new Error('Optimizers cannot be created from a config yet. Call registerOptimizers() first.')
    }
    return new cls(
      factories.rule(rule as unknown as RuleConfig),
      typeof learningRate === 'number'
        ? learningRate
        : factories.schedule(learningRate as unknown as ScheduleConfig),
    )
  }

  constructor(
    /** @internal */
    readonly rule: Rule,
    learningRate: Hyperparameter = rule.learningRate ?? 1,
  ) {
    super()
    if (rule.transforms !== undefined) {
      throw new RangeError(
        `"${rule.name}" is not an optimizer: expected a rule that computes an update, got a transform of the ` +
          `${rule.transforms}. Put the transform in a chain with a rule.`,
      )
    }
    this.learningRate = learningRate
  }

  /**
   * The learning rate of the next step, for every link of the rule; 1 if the rule has no learning rate. Can be set to a
   * number or a schedule at any time.
   */
  get learningRate(): number {
    return this.rateAt(this.iterations)
  }

  set learningRate(value: Hyperparameter) {
    this.rateAt = nonNegative().resolve('learningRate', value)
    this.rate = value
  }

  /** The schedule of the learning rate; undefined if the learning rate is a number. */
  get schedule(): Schedule | undefined {
    return typeof this.rate === 'function' ? this.rate : undefined
  }

  /**
   * Every `reduceOnPlateau` schedule among the rule's hyper-parameters, including those nested in other schedules. A
   * plateau changes nothing until a metric is reported to it.
   *
   * @example
   * for (const plateau of optimizer.plateaus) plateau.report(validationLoss) // after each epoch
   */
  get plateaus(): readonly Plateau[] {
    return this.statefulSchedules().filter((schedule): schedule is Plateau => 'report' in schedule)
  }

  /**
   * Updates every variable that has a gradient. All other variables and their state do not change: a variable that is
   * frozen for some steps continues as if those steps had not happened.
   *
   * @param gradients Gradients by variable name, as an object or as a list. Null gradients are skipped. If a variable
   *   has several gradients, the last gradient is used
   * @throws {RangeError} If the variable of a gradient does not exist or has another shape, or restored state does not
   *   fit the variables. In these cases nothing is updated
   */
  override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
    if (this.isEvaluating) {
      throw new Error('The variables hold their evaluation weights. Restore the training weights first.')
    }
    const byName = Array.isArray(gradients)
      ? new Map(gradients.map(({ name, tensor }) => [name, tensor]))
      : Object.entries(gradients)
    const present = [...byName].filter(([, tensor]) => tensor != null)
    const variables = present.map(([name, tensor]) => findVariable(name, tensor))
    assignPlainNames(variables)
    if (this.isRestored) this.renameRestored(variables)
    const states = variables.map((variable) => this.stateOf(variable))
    this.isRestored &&= variables.length === 0
    const all = createCohort(
      variables,
      states,
      present.map(([, tensor]) => tensor),
      this.learningRate,
    )
    if (variables.length > 0) tidy(() => this.update(all))
    this.incrementIterations()
  }

  /**
   * Returns the whole state of the optimizer, in this order:
   *
   *     iter               number of steps
   *     /<name>            every number that a rule shares between all variables
   *     /schedules         states of all schedules with a state, as bytes of JSON; absent without such schedules
   *     <variable>/iter    number of the variable's updates, for each variable in the order of first updates
   *     <variable>/<slot>  every slot of the rule; in a chain prefixed by the index of its link, such as `1.m`
   *
   * The tensors belong to the optimizer and change with it: read them before the next step, and do not dispose them.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    dispose(this.counts)
    const ownState = { t: this.iterations, slots: this.shared }
    const schedules = this.statefulSchedules()
    const weights = [
      ...nameState('', ownState),
      ...(schedules.length > 0 ? [{ name: SCHEDULES, tensor: encodeStates(schedules) }] : []),
      ...[...this.states].flatMap(([name, state]) => nameState(name, state)),
    ]
    this.counts = weights.map(({ tensor }) => tensor).filter(({ dtype }) => dtype === 'int32')
    return weights
  }

  /**
   * Restores the weights that `getWeights()` of an optimizer with the same rule returned, in any order. The tensors are
   * copied.
   *
   * The next step matches states with variables by name. If the variables of the step have other names (tfjs renames
   * the variables of a model that is loaded twice), the step matches by position and must update all variables. If the
   * state does not fit the rule, the step throws a RangeError.
   *
   * @throws {RangeError} If a count is missing, or the saved states of schedules do not fit the rule's schedules
   */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const schedules = this.statefulSchedules()
    const saved = decodeStates(weights.find(({ name }) => name === SCHEDULES)?.tensor)
    if (saved.length !== schedules.length) {
      throw new RangeError(
        `Optimizer weights do not fit the rule's schedules: expected the states of ${schedules.length}, ` +
          `got ${saved.length}. Restore the weights into an optimizer with the same rule and schedules.`,
      )
    }
    const states = await restoreStates(weights.filter(({ name }) => name !== SCHEDULES))
    try {
      schedules.forEach((schedule, index) => (schedule.state = saved[index]))
    } catch (error) {
      disposeStates(states)
      throw error
    }
    const ownState = states.get('')!
    states.delete('')
    this.dispose()
    this.iterations_ = ownState.t
    this.shared = ownState.slots
    this.states = states
    this.isRestored = true
  }

  /** Describes the rule and the current learning rate as plain JSON, from which tfjs-layers recreates the optimizer. */
  override getConfig(): serialization.ConfigDict {
    return toJson({ rule: ruleConfig(this.rule), learningRate: this.rate }) as serialization.ConfigDict
  }

  /** Disposes the state. The next step starts with new state. */
  override dispose(): void {
    disposeStates(this.states)
    dispose([this.shared, this.counts])
    this.states = new Map()
    this.shared = {}
    this.counts = []
    this.iterations_ = 0
  }

  private statefulSchedules(): Schedule[] {
    const { rate, rule } = this
    return statefulSchedules([rate, rule.options], rate === rule.learningRate ? undefined : rule.learningRate)
  }

  private update(all: Cohort): void {
    const { learningRate, iterations: step, shared } = this
    const { variables } = all
    const cohorts = [...splitCohort(all, (index) => all.states[index].t).values()]
    const changes: (() => void)[] = []
    // Nothing changes until every rule has built its step, because a rule may throw.
    const results = this.rule.run(cohorts, '', { step, learningRate, shared, variables, changes })
    changes.forEach((change) => change())
    for (const cohort of results) {
      const { parameter, update, next } = cohort
      assign(cohort, update === undefined ? next : [...next, [parameter, parameter.add(update)]])
      if (update !== undefined) for (const state of cohort.states) state.t++
    }
  }

  private stateOf(variable: Variable): VariableState {
    const known = this.states.get(variable.name)
    if (known !== undefined) {
      checkState(variable, known, this.rule)
      return known
    }
    const state = createState(variable, this.rule)
    this.states.set(variable.name, state)
    return state
  }

  /** Renames restored states from the names of the saved variables to the names of the current variables. */
  private renameRestored(variables: readonly Variable[]): void {
    const names = variables.map(({ name }) => name)
    const saved = [...this.states.keys()]
    const fits = (some: readonly string[], all: readonly string[]): boolean =>
      some.every((name) => all.includes(name))
    if (fits(names, saved) || fits(saved, names)) return
    if (names.length !== saved.length) {
      throw new RangeError(
        `Optimizer state matches the variables neither by name nor by count: expected ${names.join(', ')}, ` +
          `got state of ${saved.join(', ')}. Update all of the model's variables in the first step.`,
      )
    }
    this.states = new Map([...this.states.values()].map((state, index) => [names[index], state]))
  }
}

const SCHEDULES = '/schedules'

function findVariable(name: string, gradient: Tensor): Variable {
  const variable = engine().registeredVariables[name]
  if (variable === undefined) {
    throw new RangeError(
      `Gradient "${name}" has no variable: expected the name of an existing tf.Variable. Was the variable disposed?`,
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
