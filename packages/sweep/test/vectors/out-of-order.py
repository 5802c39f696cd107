"""Writes out-of-order.json: where Optuna's pruners stop trials whose steps go back or repeat.

    pip install optuna==5.0.0
    python3 out-of-order.py > out-of-order.json

As in pruners.py, a row's `workers` take trials in the order of their numbers and report in turn. Every trial has steps of its
own, in the order in which it reports them. Optuna ignores a report of a step that has a value already; it asks the
pruner all the same. The successive halving pruners have one rung within reach of these steps: of a trial that one report
brings past several rungs and that is pruned at the first of them, Optuna forgets the others, and this package does not.
"""

import json
import math
import random
import warnings

import optuna
from optuna import pruners
from optuna.trial import TrialState

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def shuffled(rng, length):
    """All steps, in an order that is a little out of place, or wholly."""
    steps = list(range(length))
    if rng.random() < 0.5:
        rng.shuffle(steps)
    else:
        steps.sort(key=lambda step: step + rng.uniform(0, 4))
    return steps


def repeated(rng, length):
    """Steps that grow, but stay or go back at times."""
    steps, step = [], 0
    for _ in range(length):
        steps.append(step)
        step = min(length - 1, max(0, step + rng.choice([0, 1, 1, 1, 1, 2, -1, -2])))
    return steps


def curves(seed, kind, trials=25, length=12, nan=0.0, fail=0.0):
    rng = random.Random(seed)
    made = []
    for _ in range(trials):
        end, speed = rng.uniform(0, 1), rng.uniform(0.05, 0.5)
        steps = kind(rng, length)
        values = [
            math.nan if rng.random() < nan else round(end + math.exp(-speed * step) + rng.gauss(0, 0.2), 3)
            for step in steps
        ]
        fails = rng.randrange(1, len(steps)) if rng.random() < fail else None
        made.append({"steps": steps, "values": values, "failsAfter": fails})
    return made


PRUNERS = [
    ("median", {"startupTrials": 2}, lambda: pruners.MedianPruner(n_startup_trials=2)),
    ("median", {"startupTrials": 1, "warmupSteps": 2, "intervalSteps": 3},
     lambda: pruners.MedianPruner(n_startup_trials=1, n_warmup_steps=2, interval_steps=3)),
    ("percentile", {"percentile": 80, "startupTrials": 1, "minTrials": 2},
     lambda: pruners.PercentilePruner(80.0, n_startup_trials=1, n_min_trials=2)),
    ("successiveHalving", {"minResource": 5}, lambda: pruners.SuccessiveHalvingPruner(5)),
    ("successiveHalving", {"minResource": 2, "reductionFactor": 8},
     lambda: pruners.SuccessiveHalvingPruner(2, 8)),
    ("hyperband", {"minResource": 4, "maxResource": 12}, lambda: pruners.HyperbandPruner(4, 12)),
    ("threshold", {"lower": 0.2, "upper": 1.6, "warmupSteps": 1, "intervalSteps": 2},
     lambda: pruners.ThresholdPruner(0.2, 1.6, 1, 2)),
    ("patience", {"patience": 2}, lambda: pruners.PatientPruner(None, 2)),
    ("patience", {"patience": 1, "minDelta": 0.1, "pruner": "median"},
     lambda: pruners.PatientPruner(pruners.MedianPruner(), 1, 0.1)),
]


def run(pruner, study_name, direction, workers, trials):
    study = optuna.create_study(study_name=study_name, direction=direction, pruner=pruner)
    sign = 1 if direction == "minimize" else -1
    pruned_after = [None] * len(trials)
    waiting = list(enumerate(trials))
    running = [None] * workers
    while waiting or any(running):
        for worker in range(workers):
            if running[worker] is None:
                if not waiting:
                    continue
                number, data = waiting.pop(0)
                running[worker] = [number, data, study.ask(), 0]
            number, data, trial, reports = running[worker]
            trial.report(sign * data["values"][reports], data["steps"][reports])
            running[worker][3] = reports = reports + 1
            if trial.should_prune():
                pruned_after[number] = reports
                study.tell(trial, state=TrialState.PRUNED)
            elif reports == data["failsAfter"]:
                study.tell(trial, state=TrialState.FAIL)
            elif reports == len(data["values"]):
                study.tell(trial, 0.0)
            else:
                continue
            running[worker] = None
    return pruned_after


def rows_of(histories):
    for curve, trials in histories.items():
        for name, options, pruner in PRUNERS:
            for direction, workers in [("minimize", 1), ("maximize", 3)]:
                named = {**options, "studyName": curve} if name == "hyperband" else options
                yield {
                    "pruner": name, "options": named, "direction": direction, "workers": workers,
                    "curves": curve, "prunedAfter": run(pruner(), curve, direction, workers, trials),
                }


def write(histories):
    text = lambda value: "NaN" if math.isnan(value) else value
    written = {
        name: [{**trial, "values": [text(value) for value in trial["values"]]} for trial in trials]
        for name, trials in histories.items()
    }
    print('{\n"source": %s,' % json.dumps(f"Optuna {optuna.__version__}, by out-of-order.py"))
    print('"curves": {\n%s\n},' % ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in written.items()))
    print('"rows": [\n%s\n]\n}' % ",\n".join(json.dumps(row) for row in rows_of(histories)))


if __name__ == "__main__":
    write({
        "shuffled": curves(1, shuffled),
        "shuffled, with NaN": curves(2, shuffled, nan=0.2, fail=0.1),
        "repeated": curves(3, repeated),
        "repeated, with NaN": curves(4, repeated, nan=0.2, fail=0.1),
    })
