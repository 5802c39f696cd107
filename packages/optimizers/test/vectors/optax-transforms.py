"""Writes optax-transforms.json: the hundred steps of trajectory.json in float64, run by optax itself.

    python3 optax-transforms.py > optax-transforms.json
"""

import json

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax
from trajectory import trajectory

LR, DECAY = 0.01, 0.1
TRAJECTORY = trajectory()


def tensors(values):
    return {name: jnp.array(values[name], jnp.float64).reshape(shape) for name, shape in TRAJECTORY["shapes"].items()}


def run(optimizer):
    parameters = tensors(TRAJECTORY["initial"])
    state = optimizer.init(parameters)
    for gradients in TRAJECTORY["gradients"]:
        updates, state = optimizer.update(tensors(gradients), state, parameters)
        parameters = optax.apply_updates(parameters, updates)
    return parameters


def run_lookahead(fast, **options):
    parameters = optax.LookaheadParams.init_synced(tensors(TRAJECTORY["initial"]))
    optimizer = optax.lookahead(fast, **options)
    state = optimizer.init(parameters)
    for gradients in TRAJECTORY["gradients"]:
        updates, state = optimizer.update(tensors(gradients), state, parameters)
        parameters = optax.apply_updates(parameters, updates)
    return parameters.fast


def flat(parameters):
    return {name: parameters[name].flatten().tolist() for name in TRAJECTORY["shapes"]}


def chain(*links):
    return {"name": "chain", "links": links}


ADAM = {"name": "adam", "learningRate": LR}
SGD = {"name": "sgd", "learningRate": LR, "momentum": 0.9}
ROWS = [
    (
        "clip, sgd",
        chain({"name": "clipByValue", "limit": 0.5}, SGD),
        run(optax.chain(optax.clip(0.5), optax.sgd(LR, momentum=0.9))),
    ),
    (
        "clip_by_global_norm, add_decayed_weights, adam",
        chain({"name": "clipByGlobalNorm", "norm": 5}, {"name": "l2", "weightDecay": DECAY}, ADAM),
        run(optax.chain(optax.clip_by_global_norm(5), optax.add_decayed_weights(DECAY), optax.adam(LR))),
    ),
    (
        "adaptive_grad_clip, sgd",
        chain({"name": "adaptiveGradientClipping", "clipping": 0.2}, SGD),
        run(optax.chain(optax.adaptive_grad_clip(0.2), optax.sgd(LR, momentum=0.9))),
    ),
    (
        "MultiSteps, clip_by_global_norm, adam",
        chain({"name": "accumulate", "steps": 4}, {"name": "clipByGlobalNorm", "norm": 5}, ADAM),
        run(optax.MultiSteps(optax.chain(optax.clip_by_global_norm(5), optax.adam(LR)), 4)),
    ),
    (
        "adam, lookahead",
        chain(ADAM, {"name": "lookahead", "steps": 7, "stepSize": 0.4}),
        run_lookahead(optax.adam(LR), sync_period=7, slow_step_size=0.4),
    ),
]

print(
    json.dumps(
        {
            "source": f"optax {optax.__version__}, float64: optax-transforms.py",
            "rows": [{"name": name, "rule": config, "expected": flat(end)} for name, config, end in ROWS],
        },
        indent=1,
    )
)
