"""Writes pruners.json: where Optuna's pruners stop each of 30 trials, one trial after another and four at a time.

    pip install optuna==5.0.0
    python3 pruners.py > pruners.json

A row's `workers` take trials in the order of their numbers, and report in turn, one step each, until a trial is pruned,
fails or is at its end; then its worker takes the next one at its next turn.
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


def curves(seed, steps, nan=0.0, fail=0.0):
    """Decaying curves with noise; some values NaN, some trials that fail after a few reports."""
    rng = random.Random(seed)
    trials = []
    for _ in range(30):
        end, speed = rng.uniform(0, 1), rng.uniform(0.05, 0.5)
        values = [
            math.nan if rng.random() < nan else round(end + math.exp(-speed * step) + rng.gauss(0, 0.1), 4)
            for step in steps
        ]
        reports = rng.randrange(1, len(steps)) if rng.random() < fail else None
        trials.append({"values": values, "failsAfter": reports})
    return {"steps": list(steps), "trials": trials}


CURVES = {
    "from 0": curves(1, range(13)),
    "from 1": curves(2, range(1, 14), fail=0.15),
    "sparse": curves(3, [2, 5, 9, 11, 20, 30, 33, 50], fail=0.1),
    "with NaN": curves(4, range(13), nan=0.2, fail=0.1),
    "long": curves(5, range(0, 400, 40)),
}

median = lambda **options: pruners.MedianPruner(**options)
ROWS = [
    ("median", {}, median(), "from 0"),
    ("median", {}, median(), "with NaN"),
    ("median", {"startupTrials": 2, "warmupSteps": 3, "intervalSteps": 4},
     median(n_startup_trials=2, n_warmup_steps=3, interval_steps=4), "from 1"),
    ("median", {"startupTrials": 0, "warmupSteps": 4, "intervalSteps": 10, "minTrials": 3},
     median(n_startup_trials=0, n_warmup_steps=4, interval_steps=10, n_min_trials=3), "sparse"),
    ("percentile", {"percentile": 25}, pruners.PercentilePruner(25.0), "from 1"),
    ("percentile", {"percentile": 80, "startupTrials": 3},
     pruners.PercentilePruner(80.0, n_startup_trials=3), "with NaN"),
    ("percentile", {"percentile": 0, "startupTrials": 1},
     pruners.PercentilePruner(0.0, n_startup_trials=1), "sparse"),
    ("successiveHalving", {"minResource": 1}, lambda: pruners.SuccessiveHalvingPruner(1), "from 0"),
    ("successiveHalving", {"minResource": 1, "reductionFactor": 2},
     lambda: pruners.SuccessiveHalvingPruner(1, 2), "from 1"),
    ("successiveHalving", {"minResource": 2, "reductionFactor": 2, "minEarlyStoppingRate": 1},
     lambda: pruners.SuccessiveHalvingPruner(2, 2, 1), "with NaN"),
    ("successiveHalving", {"minResource": 1, "reductionFactor": 3, "bootstrapCount": 3},
     lambda: pruners.SuccessiveHalvingPruner(1, 3, 0, 3), "from 0"),
    ("successiveHalving", {"minResource": 3, "reductionFactor": 3},
     lambda: pruners.SuccessiveHalvingPruner(3, 3), "sparse"),
    ("hyperband", {"maxResource": 12}, lambda: pruners.HyperbandPruner(1, 12), "from 0"),
    ("hyperband", {"maxResource": 13, "reductionFactor": 2},
     lambda: pruners.HyperbandPruner(1, 13, 2), "from 1"),
    ("hyperband", {"minResource": 40, "maxResource": 360},
     lambda: pruners.HyperbandPruner(40, 360), "long"),
    ("threshold", {"upper": 1.6}, pruners.ThresholdPruner(upper=1.6), "from 0"),
    ("threshold", {"lower": 0.3, "upper": 1.5, "warmupSteps": 4, "intervalSteps": 3},
     pruners.ThresholdPruner(0.3, 1.5, 4, 3), "with NaN"),
    ("patience", {"patience": 2}, pruners.PatientPruner(None, 2), "from 0"),
    ("patience", {"patience": 0, "minDelta": 0.1}, pruners.PatientPruner(None, 0, 0.1), "with NaN"),
    ("patience", {"patience": 1, "pruner": "median"}, pruners.PatientPruner(median(), 1), "from 1"),
]


def run(pruner, study_name, direction, workers, curve):
    study = optuna.create_study(study_name=study_name, direction=direction, pruner=pruner)
    sign = 1 if direction == "minimize" else -1
    pruned_after = [None] * len(curve["trials"])
    waiting = list(enumerate(curve["trials"]))
    running = [None] * workers
    while waiting or any(running):
        for worker in range(workers):
            if running[worker] is None:
                if not waiting:
                    continue
                number, data = waiting.pop(0)
                running[worker] = [number, data, study.ask(), 0]
            number, data, trial, reports = running[worker]
            value = sign * data["values"][reports]
            trial.report(value, curve["steps"][reports])
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
    brackets = None
    if isinstance(pruner, pruners.HyperbandPruner):
        brackets = [pruner._get_bracket_id(study, trial) for trial in study.trials]
    return pruned_after, brackets


def main():
    rows = []
    for name, options, pruner, curve in ROWS:
        for direction, workers in [("minimize", 1), ("minimize", 4), ("maximize", 3)]:
            study_name = f"{name} {curve}"
            if name == "hyperband":
                options = {**options, "studyName": study_name}
            fresh = pruner() if callable(pruner) else pruner
            after, brackets = run(fresh, study_name, direction, workers, CURVES[curve])
            extra = {"brackets": brackets} if brackets else {}
            rows.append({
                "pruner": name, "options": options, "direction": direction, "workers": workers,
                "curves": curve, "prunedAfter": after, **extra,
            })
    strings = {
        name: {**curve, "trials": [
            {**trial, "values": ["NaN" if math.isnan(value) else value for value in trial["values"]]}
            for trial in curve["trials"]
        ]}
        for name, curve in CURVES.items()
    }
    print('{\n"source": %s,' % json.dumps(f"Optuna {optuna.__version__}, by pruners.py"))
    print('"curves": {\n%s\n},' % ",\n".join(f"{json.dumps(name)}: {json.dumps(curve)}" for name, curve in strings.items()))
    print('"rows": [\n%s\n]\n}' % ",\n".join(json.dumps(row) for row in rows))


if __name__ == "__main__":
    main()
