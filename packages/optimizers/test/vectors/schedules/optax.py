"""Writes optax.json: schedules in float64, by optax itself.

    python3 optax.py > optax.json
"""

import json
import sys

sys.path.pop(0)  # this file has the library's name

import jax

jax.config.update("jax_enable_x64", True)

import optax

STEPS = [0, 1, 2, 3, 7, 10, 25, 29, 30, 31, 49, 50, 51, 64, 70, 99, 100, 101, 150, 240, 1000]
COSINE = {"name": "cosine", "from": 0.1, "to": 0.001, "steps": 70}


def cosine(start, end, steps):
    return optax.cosine_decay_schedule(start, steps, alpha=end / start)


ROWS = [
    ("constant_schedule", {"name": "constant", "value": 0.3}, optax.constant_schedule(0.3)),
    ("linear_schedule", {"name": "linear", "from": 0.1, "to": 0.9, "steps": 64}, optax.linear_schedule(0.1, 0.9, 64)),
    ("cosine_decay_schedule", COSINE, cosine(0.1, 0.001, 70)),
    (
        "exponential_decay",
        {"name": "exponential", "from": 0.1, "rate": 0.3, "steps": 30, "floor": 0.01},
        optax.exponential_decay(0.1, 30, 0.3, end_value=0.01),
    ),
    (
        "exponential_decay, growing",
        {"name": "exponential", "from": 1e-7, "rate": 10, "steps": 100},
        optax.exponential_decay(1e-7, 100, 10),
    ),
    (
        "exponential_decay, staircase",
        {"name": "exponential", "from": 0.1, "rate": 0.3, "steps": 30, "staircase": True},
        optax.exponential_decay(0.1, 30, 0.3, staircase=True),
    ),
    (
        "piecewise_constant_schedule",
        {"name": "piecewiseConstant", "boundaries": [30, 50], "values": [0.8, 0.4, 0.1]},
        optax.piecewise_constant_schedule(0.8, {30: 0.5, 50: 0.25}),
    ),
    (
        "polynomial_schedule",
        {"name": "polynomial", "from": 0.1, "to": 0.02, "steps": 70, "power": 2.5},
        optax.polynomial_schedule(0.1, 0.02, 2.5, 70),
    ),
    (
        "polynomial_schedule, power 0.9",
        {"name": "polynomial", "from": 0.1, "to": 0, "steps": 100, "power": 0.9},
        optax.polynomial_schedule(0.1, 0.0, 0.9, 100),
    ),
    ("cosine_onecycle_schedule", {"name": "oneCycle", "peak": 0.1, "steps": 100}, optax.cosine_onecycle_schedule(100, 0.1)),
    (
        "cosine_onecycle_schedule, every option",
        {"name": "oneCycle", "peak": 2, "steps": 64, "warmupFraction": 0.45, "startFactor": 10, "endFactor": 3},
        optax.cosine_onecycle_schedule(64, 2.0, pct_start=0.45, div_factor=10, final_div_factor=3),
    ),
    (
        "warmup_cosine_decay_schedule",
        {"name": "warmup", "schedule": COSINE, "steps": 30, "from": 0.01},
        optax.warmup_cosine_decay_schedule(0.01, 0.1, 30, 100, end_value=0.001),
    ),
    (
        "join_schedules of cosine_decay_schedule",
        {"name": "cosineRestarts", "from": 0.5, "to": 0, "steps": 10, "growth": 2},
        optax.join_schedules([cosine(0.5, 0.0, 10 * 2**run) for run in range(8)], [10, 30, 70, 150, 310, 630, 1270]),
    ),
    (
        "join_schedules",
        {
            "name": "join",
            "schedules": [{"name": "linear", "from": 0, "to": 0.1, "steps": 30}, COSINE, {"name": "constant", "value": 1e-4}],
            "boundaries": [30, 100],
        },
        optax.join_schedules([optax.linear_schedule(0, 0.1, 30), cosine(0.1, 0.001, 70), optax.constant_schedule(1e-4)], [30, 100]),
    ),
]

print(
    json.dumps(
        {
            "source": f"optax {optax.__version__}, float64: optax.py",
            "steps": STEPS,
            "rows": [
                {"name": name, "schedule": config, "expected": [float(schedule(step)) for step in STEPS]}
                for name, config, schedule in ROWS
            ],
        },
        indent=1,
    )
)
