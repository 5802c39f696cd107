"""Writes shared-numbers.json: the hundred steps of trajectory.json in float64 by optax's schedule-free AdamW and Prodigy.

    python3 shared-numbers.py > shared-numbers.json
"""

import json

import jax
import jax.numpy as jnp
import optax
from trajectory import trajectory

jax.config.update("jax_enable_x64", True)

LR, DECAY = 0.01, 0.1
TRAJECTORY = trajectory()


def tensors(values):
    return {name: jnp.array(values[name], dtype=jnp.float64).reshape(shape) for name, shape in TRAJECTORY["shapes"].items()}


def run(optimizer):
    parameters = tensors(TRAJECTORY["initial"])
    state = optimizer.init(parameters)
    update = jax.jit(optimizer.update)
    for gradients in TRAJECTORY["gradients"]:
        updates, state = update(tensors(gradients), state, parameters)
        parameters = optax.apply_updates(parameters, updates)
    return {name: parameter.flatten().tolist() for name, parameter in parameters.items()}


def warming_up(steps, **options):
    """optax's own shortcut takes a first step of 0; the authors' package begins at lr / steps."""

    def rate(first):
        return lambda count: LR * jnp.minimum(1, (count + 1 - first) / steps)

    base = optax.adamw(rate(0), b1=0, **options)
    return optax.contrib.schedule_free(base, rate(1), b1=0.9)


def schedule_free(**options):
    return {"name": "scheduleFreeAdamW", "learningRate": LR, **options}


def prodigy(**options):
    return {"name": "prodigy", "biasCorrection": True, **options}


CONTRIB = optax.contrib
ROWS = [
    ("schedule_free_adamw", schedule_free(), CONTRIB.schedule_free_adamw(LR)),
    (
        "schedule_free_adamw, b1, b2, eps, weight_decay",
        schedule_free(beta1=0.95, beta2=0.99, epsilon=1e-3, weightDecay=DECAY),
        CONTRIB.schedule_free_adamw(LR, b1=0.95, b2=0.99, eps=1e-3, weight_decay=DECAY),
    ),
    (
        "schedule_free(adamw), warm-up",
        schedule_free(warmupSteps=30, weightDecay=DECAY),
        warming_up(30, weight_decay=DECAY),
    ),
    # From less than this, float32 tells too few digits of how far the weights have come: see ../recurrences/collective.test.ts.
    ("prodigy", prodigy(d0=1e-2), CONTRIB.prodigy(estim_lr0=1e-2)),
    (
        "prodigy, betas, beta3, eps, weight_decay",
        prodigy(d0=1e-2, beta1=0.8, beta2=0.99, beta3=0.9, epsilon=1e-3, weightDecay=DECAY),
        CONTRIB.prodigy(betas=(0.8, 0.99), beta3=0.9, eps=1e-3, estim_lr0=1e-2, weight_decay=DECAY),
    ),
    (
        "prodigy, learning rate, estim_lr_coef, safeguard_warmup",
        prodigy(d0=1e-2, learningRate=0.5, dCoefficient=0.5, safeguardWarmup=True),
        CONTRIB.prodigy(0.5, estim_lr0=1e-2, estim_lr_coef=0.5, safeguard_warmup=True),
    ),
]

print(
    json.dumps(
        {
            "source": f"optax {optax.__version__}, float64: shared-numbers.py",
            "rows": [{"name": name, "rule": config, "expected": run(optimizer)} for name, config, optimizer in ROWS],
        },
        indent=1,
    )
)
