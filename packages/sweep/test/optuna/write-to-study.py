"""Writes to a study of a journal file, as a note in optuna-dashboard or a worker does: write-to-study.py JOURNAL STUDY"""

import sys

import optuna

try:
    from optuna.storages.journal import JournalFileBackend
except ImportError:  # before Optuna 4
    from optuna.storages import JournalFileStorage as JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.ERROR)
storage = optuna.storages.JournalStorage(JournalFileBackend(sys.argv[1]))
study = optuna.load_study(study_name=sys.argv[2], storage=storage)
print("ready", flush=True)
study.set_user_attr("note", "mine")
study.enqueue_trial({"x": 0.5})
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=2)
print("done", flush=True)
