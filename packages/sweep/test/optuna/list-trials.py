"""Prints what Optuna reads from a journal file, as JSON: list-trials.py JOURNAL STUDY"""

import json
import math
import sys

import optuna

try:
    from optuna.storages.journal import JournalFileBackend
except ImportError:  # before Optuna 4
    from optuna.storages import JournalFileStorage as JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.ERROR)
storage = optuna.storages.JournalStorage(JournalFileBackend(sys.argv[1]))
study = optuna.load_study(study_name=sys.argv[2], storage=storage)


def plain(value):
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


trials = [
    {
        "number": trial.number,
        "state": trial.state.name,
        "params": trial.params,
        "value": None if trial.values is None else trial.values[0],
        "intermediate": {step: plain(value) for step, value in trial.intermediate_values.items()},
        "seed": trial.user_attrs["seed"],
        "distributions": {name: str(distribution) for name, distribution in trial.distributions.items()},
        "hasTimes": [trial.datetime_start is not None, trial.datetime_complete is not None],
    }
    for trial in study.get_trials()
]
try:
    importance = sorted(optuna.importance.get_param_importances(study, params=["rate", "units"]))
except ImportError as error:  # needs scikit-learn before Optuna 5
    importance = str(error)
print(
    json.dumps(
        {
            "direction": study.direction.name,
            "best": study.best_trial.number,
            "importance": importance,
            "trials": trials,
        }
    )
)
