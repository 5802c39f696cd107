"""Writes pytorch.json: schedules in float64, by PyTorch itself, and a schedule that depends on reported metrics.

    python3 pytorch.py > pytorch.json
"""

import json
import math

import torch

STEPS = [0, 1, 2, 3, 7, 10, 25, 29, 30, 31, 49, 50, 51, 64, 70, 99]
LR = torch.optim.lr_scheduler
METRICS = [1, 0.9, 0.89999, 0.8, 0.85, 0.8, 0.83, math.nan, 0.8, 0.7, 0.71, 0.72, 0.73, 0.74, 0.75, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6]


def optimizer(start):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], start)


def run(start, make):
    sgd = optimizer(start)
    schedule = make(sgd)
    rates = []
    for _ in range(max(STEPS)):
        rates.append(sgd.param_groups[0]["lr"])
        sgd.step()
        schedule.step()
    rates.append(sgd.param_groups[0]["lr"])
    return [rates[step] for step in STEPS]


def report(start, metrics, **options):
    sgd = optimizer(start)
    schedule = LR.ReduceLROnPlateau(sgd, eps=0, **options)
    rates = []
    for metric in metrics:
        schedule.step(metric)
        rates.append(sgd.param_groups[0]["lr"])
    return rates


ROWS = [
    ("StepLR", {"name": "stepDecay", "from": 0.1, "factor": 0.3, "every": 10}, lambda o: LR.StepLR(o, 10, 0.3)),
    (
        "MultiStepLR",
        {"name": "piecewiseConstant", "boundaries": [30, 50], "values": [0.1, 0.05, 0.025]},
        lambda o: LR.MultiStepLR(o, [30, 50], 0.5),
    ),
    (
        "LinearLR",
        {"name": "linear", "from": 0.02, "to": 0.05, "steps": 50},
        lambda o: LR.LinearLR(o, 0.2, 0.5, total_iters=50),
    ),
    ("ExponentialLR", {"name": "exponential", "from": 0.1, "rate": 0.97}, lambda o: LR.ExponentialLR(o, 0.97)),
    (
        "CosineAnnealingLR",
        {"name": "cosine", "from": 0.1, "to": 0.001, "steps": 99},
        lambda o: LR.CosineAnnealingLR(o, 99, 0.001),
    ),
    (
        "CosineAnnealingWarmRestarts",
        {"name": "cosineRestarts", "from": 0.1, "to": 0.001, "steps": 10, "growth": 3},
        lambda o: LR.CosineAnnealingWarmRestarts(o, 10, 3, 0.001),
    ),
    (
        "CosineAnnealingWarmRestarts, all of one length",
        {"name": "cosineRestarts", "from": 0.1, "steps": 10},
        lambda o: LR.CosineAnnealingWarmRestarts(o, 10),
    ),
    (
        "PolynomialLR",
        {"name": "polynomial", "from": 0.1, "to": 0, "steps": 60, "power": 3},
        lambda o: LR.PolynomialLR(o, 60, 3),
    ),
    (
        # Its rise ends at step pct_start · total_steps − 1 and its fall at step total_steps − 1.
        "OneCycleLR",
        {"name": "oneCycle", "peak": 0.1, "steps": 99},
        lambda o: LR.OneCycleLR(o, 0.1, total_steps=100, pct_start=0.3),
    ),
    (
        "SequentialLR",
        {"name": "join", "schedules": [{"name": "constant", "value": 0.01}, {"name": "exponential", "from": 0.1, "rate": 0.9}], "boundaries": [30]},
        lambda o: LR.SequentialLR(o, [LR.ConstantLR(o, 0.1, 1000), LR.ExponentialLR(o, 0.9)], [30]),
    ),
]

REPORTS = [
    ("ReduceLROnPlateau", {"patience": 1}, {"patience": 1}, METRICS),
    ("ReduceLROnPlateau, cooldown and least", {"patience": 1, "cooldown": 2, "factor": 0.5, "min": 0.03}, {"patience": 1, "cooldown": 2, "factor": 0.5, "min_lr": 0.03}, METRICS),
    ("ReduceLROnPlateau, no patience", {"patience": 0, "factor": 0.7}, {"patience": 0, "factor": 0.7}, METRICS),
    (
        "ReduceLROnPlateau, absolute",
        {"patience": 2, "threshold": 0.1, "thresholdMode": "absolute"},
        {"patience": 2, "threshold": 0.1, "threshold_mode": "abs"},
        METRICS,
    ),
    ("ReduceLROnPlateau, max", {"patience": 2, "mode": "max", "threshold": 0.01}, {"patience": 2, "mode": "max", "threshold": 0.01}, METRICS[::-1]),
]

print(
    json.dumps(
        {
            "source": f"PyTorch {torch.__version__.split('+')[0]}, float64: pytorch.py",
            "steps": STEPS,
            "rows": [{"name": name, "schedule": config, "expected": run(0.1, make)} for name, config, make in ROWS],
            "reports": [
                {
                    "name": name,
                    "schedule": {"name": "reduceOnPlateau", "from": 0.1, **config},
                    # JSON has no NaN.
                    "metrics": [None if math.isnan(metric) else metric for metric in metrics],
                    "expected": report(0.1, metrics, **options),
                }
                for name, config, options, metrics in REPORTS
            ],
        },
        indent=1,
    )
)
