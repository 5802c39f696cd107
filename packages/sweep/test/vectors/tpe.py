"""Writes tpe.json: the parts of TPE, and whole studies, as Optuna has them.

    pip install optuna==5.0.0 && python tpe.py > tpe.json
"""

import json
import math
import types
import warnings

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import TPESampler
from optuna.samplers._tpe import _truncnorm, parzen_estimator, sampler as tpe
from optuna.trial import TrialState, create_trial

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

# Of equal numbers, numpy's default sort leaves the order to the machine; sorted stably, the older trial comes first.
stable = types.SimpleNamespace(**{name: getattr(numpy, name) for name in dir(numpy)})
stable.argsort = lambda values: numpy.argsort(values, kind="stable")
parzen_estimator.np = stable


def distribution(parameter):
    kind = parameter["kind"]
    if kind == "categorical":
        return CategoricalDistribution(parameter["choices"])
    make = IntDistribution if kind == "int" else FloatDistribution
    return make(parameter["low"], parameter["high"], log=parameter["log"], step=parameter.get("step"))


def numbers(low, high, log=False, step=None, kind="float"):
    parameter = {"kind": kind, "low": low, "high": high, "log": log}
    return parameter if step is None else {**parameter, "step": step}


def integers(low, high, log=False, step=1):
    return numbers(low, high, log, step, "int")


def choices(*values):
    return {"kind": "categorical", "choices": values}


def estimators():
    settings = parzen_estimator._ParzenEstimatorParameters(1.0, True, False, tpe.default_weights, True)
    random = numpy.random.RandomState(7)
    many = [round(value, 3) for value in random.uniform(-5, 10, 40)]
    cases = [
        (numbers(-5, 10), values, [-5, -1.25, 0, 3.5, 10])
        for values in [[], [2.5], [-5], [10, -5], [0.5, 0.5], [9, -4, 1, 1, 3.25], many]
    ] + [
        (numbers(1e-5, 1, log=True), values, [1e-5, 3e-4, 0.1, 1])
        for values in [[], [0.01], [1e-5, 1], [1e-3, 2e-3, 0.5]]
    ] + [
        (numbers(0, 1, step=0.25), values, [0, 0.25, 0.75, 1]) for values in [[], [0.5], [0, 1, 0.25, 0.25]]
    ] + [
        (integers(1, 1000), values, [1, 2, 500, 999, 1000]) for values in [[], [3], [1, 1000, 7, 7, 7, 400]]
    ] + [
        (integers(8, 64, step=8), [8, 64, 16], [8, 24, 64]),
        (integers(1, 512, log=True), [], [1, 30, 512]),
        (integers(1, 512, log=True), [1, 512, 32, 32], [1, 2, 100, 512]),
        (choices("a", "b", "c"), [], [0, 1, 2]),
        (choices("a", "b", "c"), [1], [0, 1, 2]),
        (choices("a", "b", "c"), [0, 0, 2, 0], [0, 1, 2]),
    ]
    for parameter, values, points in cases:
        estimator = parzen_estimator._ParzenEstimator(
            {"x": numpy.array(values, dtype=float)}, {"x": distribution(parameter)}, settings
        )
        mixture = estimator._mixture_distribution
        marginal = mixture.distributions[0]
        kernels = (
            {"probabilities": marginal.weights.ravel().tolist()}
            if parameter["kind"] == "categorical"
            else {"means": marginal.mu.tolist(), "deviations": marginal.sigma.tolist()}
        )
        yield {
            "parameter": parameter,
            "values": values,
            "weights": mixture.weights.tolist(),
            **kernels,
            "points": points,
            "logDensities": estimator.log_pdf({"x": numpy.array(points, dtype=float)}).tolist(),
        }


def product():
    """A density over several parameters at once, far and near."""
    settings = parzen_estimator._ParzenEstimatorParameters(1.0, True, False, tpe.default_weights, True)
    parameters = {"a": numbers(-5, 10), "b": integers(1, 100), "c": choices("a", "b"), "d": numbers(1e-3, 1, log=True)}
    random = numpy.random.RandomState(11)
    columns = [
        [round(value, 4) for value in random.uniform(-5, 10, 60)],
        random.randint(1, 101, 60).tolist(),
        random.randint(0, 2, 60).tolist(),
        [round(value, 6) for value in numpy.exp(random.uniform(math.log(1e-3), 0, 60))],
    ]
    points = [[-5, 0.5, 9, 3], [100, 50, 1, 37], [0, 1, 1, 0], [1e-3, 0.9, 0.05, 0.3]]
    named = lambda values: dict(zip(parameters, numpy.array(values, dtype=float)))
    space = {name: distribution(parameter) for name, parameter in parameters.items()}
    estimator = parzen_estimator._ParzenEstimator(named(columns), space, settings)
    return {
        "parameters": list(parameters.values()),
        "columns": columns,
        "points": points,
        "logDensities": estimator.log_pdf(named(points)).tolist(),
    }


def normal():
    x = numpy.array([-1e6, -40, -20.5, -20, -8, -1, -0.1, 0, 0.5, 3, 6, 6.5, 9])
    intervals = numpy.array(
        [(-40, -39.5), (-10, -9), (-3, -2.999), (-2, 0), (-1, 1), (-30, 30), (0, 0.5), (2, 3), (8, 8.001), (25, 40)]
    )
    a, b = intervals.T
    quantiles = [1e-300, 1e-9, 0.1, 0.5, 0.9, 1 - 1e-12]
    return {
        "logCdf": [x.tolist(), _truncnorm._log_ndtr(x).tolist()],
        "intervals": intervals.tolist(),
        "logMasses": _truncnorm._log_gauss_mass(a, b).tolist(),
        "logDensitiesInTheMiddle": _truncnorm.logpdf((a + b) / 2, a, b).tolist(),
        "quantiles": quantiles,
        "values": [
            [_truncnorm.ppf(numpy.array([u]), low, high).item() for u in quantiles] for low, high in intervals
        ],
    }


STATES = {"complete": TrialState.COMPLETE, "pruned": TrialState.PRUNED, "running": TrialState.RUNNING}


def splits():
    mixed = [
        ["complete", 3, []],
        ["running", None, [[0, -9]]],
        ["pruned", None, [[0, 1], [4, 2]]],
        ["complete", 1, []],
        ["pruned", None, [[0, 1], [4, 1]]],
        ["pruned", None, []],
        ["pruned", None, [[5, math.nan]]],
        ["pruned", None, [[5, 100]]],
        ["running", None, []],
        ["pruned", None, [[9, math.nan]]],
    ]
    complete = [["complete", (7 * index) % 31, []] for index in range(45)]
    pruned = [["pruned", None, [[index % 4, (5 * index) % 7]]] for index in range(30)]
    few = [["complete", 5, []], ["complete", 4, []]]
    for direction in ["minimize", "maximize"]:
        for history in [mixed, complete, pruned + few, []]:
            study = optuna.create_study(direction=direction)
            trials = [
                create_trial(state=STATES[state], value=value, intermediate_values=dict(intermediate))
                for state, value, intermediate in history
            ]
            for number, trial in enumerate(trials):
                trial.number = number
            count = sum(state != "running" for state, *_ in history)
            below, _ = tpe._split_trials(study, trials, tpe.default_gamma(count))
            yield {"direction": direction, "history": history, "below": [trial.number for trial in below]}


def record(space, objective, trials, direction="minimize", seed=1, parallel=1, **options):
    """Runs a study; `parallel` trials at once, which end in the order of their start."""
    sampler = TPESampler(seed=seed, **options)
    study = optuna.create_study(direction=direction, sampler=sampler)
    recorded, running = [], []

    def end():
        trial, result = running.pop(0)
        recorded[trial.number]["endedBefore"] = len(recorded)
        state, value, intermediate = result
        for step, reported in intermediate:
            trial.report(reported, step)
        states = {"complete": TrialState.COMPLETE, "pruned": TrialState.PRUNED, "failed": TrialState.FAIL}
        study.tell(trial, value, state=states[state])

    for number in range(trials):
        if len(running) == parallel:
            end()
        trial = study.ask()
        result = objective(trial, lambda name: suggest(trial, name, space[name]))
        running.append((trial, result))
        recorded.append({"configuration": trial.params, "state": result[0], "value": result[1], "intermediate": result[2]})
    while running:
        end()
    own = {"multivariate": True, "group": False, **options}
    return {"space": space, "direction": direction, "seed": seed, "options": own, "trials": recorded}


def suggest(trial, name, parameter):
    if parameter["kind"] == "conditional":
        parameter = parameter["parameter"]
    return trial._suggest(name, distribution(parameter))


def studies():
    # Named in alphabetical order, which is Optuna's for the parameters that are modelled together.
    every = {
        "a_rate": numbers(1e-5, 1, log=True),
        "b_width": integers(1, 64),
        "c_kind": choices("x", "y", "z"),
        "d_drop": numbers(0, 0.5, step=0.125),
        "e_layers": integers(1, 256, log=True),
        "f_offset": numbers(-5, 5),
        "g_batch": integers(8, 128, step=8),
        "h_flag": choices(False, True),
    }

    def loss(values):
        return (
            abs(math.log10(values["a_rate"]) + 3)
            + abs(values["b_width"] - 40) / 20
            + "yxz".index(values["c_kind"])
            + values["d_drop"]
            + abs(math.log2(values["e_layers"]) - 5)
            + values["f_offset"] ** 2 / 5
            + values["g_batch"] / 64
            + values["h_flag"]
        )

    def complete(trial, value_of):
        return "complete", loss({name: value_of(name) for name in every}), []

    def gain_or_not(trial, value_of):
        gain = -loss({name: value_of(name) for name in every})
        if trial.number % 7 == 3:
            return "failed", None, []
        if trial.number % 3 == 1:
            return "pruned", None, [[step, gain - step] for step in range(trial.number % 5)]
        return "complete", gain, []

    conditional = {
        "a_kind": choices("linear", "deep"),
        "b_rate": numbers(1e-4, 1, log=True),
        "c_decay": {"kind": "conditional", "condition": {"a_kind": ["linear"]}, "parameter": numbers(0, 1)},
        "d_layers": {"kind": "conditional", "condition": {"a_kind": ["deep"]}, "parameter": integers(1, 8)},
        "e_units": {"kind": "conditional", "condition": {"a_kind": ["deep"]}, "parameter": integers(8, 512, log=True)},
    }

    def branches(trial, value_of):
        deep = value_of("a_kind") == "deep"
        result = abs(math.log10(value_of("b_rate")) + 2)
        if deep:
            result += abs(value_of("d_layers") - 3) / 3 + abs(math.log2(value_of("e_units")) - 7) / 4
        else:
            result += 0.5 + abs(value_of("c_decay") - 0.25)
        return "complete", result, []

    # Seeds of studies in which no two choices score the same: which of them wins is a matter of rounding.
    yield "every kind", record(every, complete, 60)
    yield "maximised, with pruned and failed trials", record(every, gain_or_not, 60, "maximize", seed=2)
    yield "each parameter alone", record(every, complete, 40, seed=9, multivariate=False)
    yield "conditional parameters alone", record(conditional, branches, 50, seed=4)
    yield "conditional parameters in groups", record(conditional, branches, 50, seed=5, group=True)
    yield "four at once", record(every, complete, 50, seed=6, parallel=4)
    yield "four at once without a liar", record(every, complete, 40, seed=7, parallel=4, constant_liar=False)


def plain(value):
    """Numbers that JSON does not have as strings."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return "NaN" if isinstance(value, float) and math.isnan(value) else value


def lines(value, depth):
    """JSON whose members, down to a depth, have a line each."""
    if depth == 0 or not isinstance(value, (dict, list)):
        return json.dumps(value)
    if isinstance(value, list):
        return "[\n" + ",\n".join(lines(inner, depth - 1) for inner in value) + "\n]"
    members = (f"{json.dumps(key)}: {lines(inner, depth - 1)}" for key, inner in value.items())
    return "{\n" + ",\n".join(members) + "\n}"


counts = [0, 1, 9, 10, 11, 99, 240, 241, 1000]
vectors = {
    "source": f"Optuna {optuna.__version__}, numpy {numpy.__version__}, through tpe.py; its own names: "
    "_ParzenEstimator, _truncnorm, default_gamma, default_weights, _split_trials, TPESampler. Of equal observations the "
    "older has the left kernel. Random numbers of the studies: RandomState(seed).",
    "belowCounts": [[count, tpe.default_gamma(count)] for count in counts],
    "weights": [[count, tpe.default_weights(count).tolist()] for count in [0, 1, 24, 25, 26, 27, 40]],
    "normal": normal(),
    "estimators": list(estimators()),
    "product": product(),
    "splits": list(splits()),
    "studies": dict(studies()),
}
print(lines(plain(vectors), 2))
