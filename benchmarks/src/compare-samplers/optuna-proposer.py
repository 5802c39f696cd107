"""Proposes points with samplers of Optuna. Answers each request with one line of JSON."""

import json
import sys
import time
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import create_trial


def distribution(parameter):
    if parameter["kind"] == "categorical":
        return CategoricalDistribution(parameter["choices"])
    make = IntDistribution if parameter["kind"] == "int" else FloatDistribution
    return make(parameter["low"], parameter["high"], log=parameter["log"], step=parameter.get("step"))


def start(space, sampler, seed, points=(), values=()):
    """Starts a study; `points` and `values` are trials that have been evaluated."""
    global study, distributions, trial
    make = {"tpe": optuna.samplers.TPESampler, "random": optuna.samplers.RandomSampler}[sampler]
    study, trial = optuna.create_study(sampler=make(seed=seed)), None
    distributions = {name: distribution(parameter) for name, parameter in space.items()}
    study.add_trials(
        create_trial(params=point, distributions=distributions, value=value)
        for point, value in zip(points, values)
    )
    return {}


def ask(value=None):
    """Records the value of the previous point and proposes the next."""
    global trial
    start_time = time.perf_counter()
    if value is not None:
        study.tell(trial, value)
    trial = study.ask()
    point = {name: trial._suggest(name, domain) for name, domain in distributions.items()}
    return {"point": point, "seconds": time.perf_counter() - start_time}


warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
tasks = {"start": start, "ask": ask}

print(json.dumps({"versions": {"Optuna": optuna.__version__}}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(tasks[request.pop("task")](**request)), flush=True)
