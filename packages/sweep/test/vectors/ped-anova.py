"""Writes ped-anova.json: importances by Optuna's default evaluator, PED-ANOVA, of studies of made-up results.

    pip install optuna==5.0.0
    python3 ped-anova.py > ped-anova.json

Only complete trials are given to Optuna, which ignores others.
"""

import json
import math
import random
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def floating(low, high, log=False, step=None):
    return {"kind": "float", "low": low, "high": high, "log": log, **({"step": step} if step else {})}


def integer(low, high, log=False, step=1):
    return {"kind": "int", "low": low, "high": high, "log": log, "step": step}


def categorical(*choices):
    return {"kind": "categorical", "choices": list(choices)}


def when(condition, parameter):
    return {"kind": "conditional", "condition": condition, "parameter": parameter}


def distribution(parameter):
    kind = parameter["kind"]
    if kind == "conditional":
        return distribution(parameter["parameter"])
    if kind == "constant":
        return CategoricalDistribution([parameter["value"]])
    if kind == "categorical":
        return CategoricalDistribution(parameter["choices"])
    if kind == "float":
        return FloatDistribution(parameter["low"], parameter["high"], parameter["log"], parameter.get("step"))
    return IntDistribution(parameter["low"], parameter["high"], parameter["log"], parameter["step"])


def draw(rng, parameter):
    kind = parameter["kind"]
    if kind == "constant":
        return parameter["value"]
    if kind == "categorical":
        return rng.choice(parameter["choices"])
    low, high, step = parameter["low"], parameter["high"], parameter.get("step")
    if parameter["log"]:
        value = math.exp(rng.uniform(math.log(low), math.log(high)))
        return min(round(value), high) if kind == "int" else float(f"{value:.4g}")
    if step:
        value = low + step * rng.randrange(math.floor((high - low) / step + 1e-8) + 1)
        return value if kind == "int" else round(value, 6)
    return round(rng.uniform(low, high), 4)


def configuration(rng, space):
    point = {}
    for name, parameter in space.items():
        if parameter["kind"] == "conditional":
            if any(point.get(key) not in allowed for key, allowed in parameter["condition"].items()):
                continue
            parameter = parameter["parameter"]
        point[name] = draw(rng, parameter)
    return point


FLOATS = {"x": floating(-5, 5), "y": floating(-5, 5), "z": floating(0, 1)}
NETWORK = {
    "rate": floating(1e-5, 1, log=True),
    "layers": integer(1, 4),
    "width": integer(8, 512, log=True),
    "batch": integer(16, 130, step=16),
    "dropout": floating(0, 0.55, step=0.1),
    "optimizer": categorical("sgd", "adam", "lion"),
    "bias": categorical(True, False),
    "epochs": {"kind": "constant", "value": 3},
}
CONDITIONAL = {
    "optimizer": categorical("sgd", "adam"),
    "momentum": when({"optimizer": ["sgd"]}, floating(0, 1)),
    "beta2": when({"optimizer": ["adam"]}, floating(0.9, 0.9999, log=True)),
    "rate": floating(1e-4, 1, log=True),
}


def bowl(p):
    return round(p["x"] ** 2 + p["y"] ** 2 / 10 + p["z"], 6)


def network(p):
    best = {"sgd": 0.1, "adam": 1e-3, "lion": 1e-4}[p["optimizer"]]
    return round(
        math.log(p["rate"] / best) ** 2 / 10 + abs(p["layers"] - 3) / 4 + 1 / math.log(p["width"])
        + abs(p["dropout"] - 0.2) + (0 if p["bias"] else 0.05) + p["batch"] / 2000, 6)


def conditional(p):
    inner = (p["momentum"] - 0.9) ** 2 if p["optimizer"] == "sgd" else 10 * (1 - p["beta2"])
    return round(inner + (math.log10(p["rate"]) + 2) ** 2 / 10, 6)


def rounded(p):
    return round(bowl(p) / 5)


STUDIES = [
    ("floats", FLOATS, bowl, 100, "minimize", {}),
    ("floats, maximised", FLOATS, bowl, 60, "maximize", {}),
    ("floats, of which many are as good", FLOATS, rounded, 80, "maximize", {}),
    ("floats, the best quarter of the best half", FLOATS, bowl, 100, "minimize",
     {"targetQuantile": 0.25, "regionQuantile": 0.5}),
    ("floats, in the whole space", FLOATS, bowl, 100, "minimize", {"evaluateOnLocal": False}),
    ("two trials", FLOATS, bowl, 2, "minimize", {}),
    ("seven trials", FLOATS, bowl, 7, "minimize", {}),
    ("two trials as good as each other", FLOATS, lambda p: 1.0, 2, "minimize", {}),
    ("a network", NETWORK, network, 100, "minimize", {}),
    ("a network, in the whole space", NETWORK, network, 50, "minimize", {"evaluateOnLocal": False}),
    ("a network, the best half", NETWORK, network, 60, "maximize", {"targetQuantile": 0.5}),
    ("conditional", CONDITIONAL, conditional, 120, "minimize", {}),
    ("conditional, the best third of three fifths", CONDITIONAL, conditional, 90, "minimize",
     {"targetQuantile": 0.2, "regionQuantile": 0.6}),
    ("conditional, five trials", CONDITIONAL, conditional, 5, "minimize", {}),
]
OPTIONS = {"targetQuantile": "target_quantile", "regionQuantile": "region_quantile", "evaluateOnLocal": "evaluate_on_local"}


def main():
    rows = []
    for seed, (name, space, objective, trials, direction, options) in enumerate(STUDIES):
        rng = random.Random(seed)
        study = optuna.create_study(direction=direction)
        observations = []
        for _ in range(trials):
            point = configuration(rng, space)
            value = objective(point)
            observations.append({"configuration": point, "state": "complete", "value": value})
            distributions = {key: distribution(space[key]) for key in point}
            study.add_trial(optuna.trial.create_trial(params=point, distributions=distributions, value=value))
        evaluator = PedAnovaImportanceEvaluator(**{OPTIONS[key]: value for key, value in options.items()})
        rows.append({
            "name": name, "space": space, "direction": direction, "options": options, "observations": observations,
            "importances": dict(sorted(get_param_importances(study, evaluator=evaluator).items())),
        })
    print('{\n"source": %s,' % json.dumps(f"Optuna {optuna.__version__}, by ped-anova.py"))
    print('"rows": [\n%s\n]\n}' % ",\n".join(json.dumps(row) for row in rows))


if __name__ == "__main__":
    main()
