"""Writes libraries.json: twenty steps of five numbers in float64, run by PyTorch and optax themselves.

    pip install torch optax
    python3 libraries.py > libraries.json
"""

import json
import random

import jax
import optax
import torch

jax.config.update("jax_enable_x64", True)

STEPS, SIZE, LR, DECAY = 20, 5, 0.05, 0.1
RANDOM = random.Random(7)
INITIAL = [round(RANDOM.uniform(-1, 1), 6) for _ in range(SIZE)]
# Elements of very different sizes: 1, 0.1, 0.01, 0.001 and 100.
SCALES = [1, 0.1, 0.01, 0.001, 100]
GRADIENTS = [[round(RANDOM.gauss(0.2, 1) * scale, 8) for scale in SCALES] for _ in range(STEPS)]


def run_torch(make):
    parameter = torch.nn.Parameter(torch.tensor(INITIAL, dtype=torch.float64))
    optimizer = make([parameter])
    for gradient in GRADIENTS:
        parameter.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
    return parameter.tolist()


def run_optax(transform):
    parameter = jax.numpy.array(INITIAL)
    state = transform.init(parameter)
    for gradient in GRADIENTS:
        updates, state = transform.update(jax.numpy.array(gradient), state, parameter)
        parameter = optax.apply_updates(parameter, updates)
    return parameter.tolist()


def rule(name, **options):
    return {"name": name, "learningRate": LR, **options}


def chain(*links):
    return {"name": "chain", "links": links}


L2 = {"name": "l2", "weightDecay": DECAY}
OPTIM = torch.optim
ROWS = [
    ("torch SGD", rule("sgd"), run_torch(lambda p: OPTIM.SGD(p, LR))),
    (
        "torch SGD, momentum, weight_decay",
        chain(L2, rule("sgd", momentum=0.9)),
        run_torch(lambda p: OPTIM.SGD(p, LR, momentum=0.9, weight_decay=DECAY)),
    ),
    (
        "torch SGD, nesterov",
        rule("sgd", momentum=0.9, nesterov=True),
        run_torch(lambda p: OPTIM.SGD(p, LR, momentum=0.9, nesterov=True)),
    ),
    ("torch Adam", rule("adam"), run_torch(lambda p: OPTIM.Adam(p, LR))),
    (
        "torch Adam, betas, eps",
        rule("adam", beta1=0.8, beta2=0.95, epsilon=1e-3),
        run_torch(lambda p: OPTIM.Adam(p, LR, betas=(0.8, 0.95), eps=1e-3)),
    ),
    (
        "torch Adam, weight_decay",
        chain(L2, rule("adam")),
        run_torch(lambda p: OPTIM.Adam(p, LR, weight_decay=DECAY)),
    ),
    (
        "torch AdamW",
        rule("adamW", weightDecay=DECAY),
        run_torch(lambda p: OPTIM.AdamW(p, LR, weight_decay=DECAY)),
    ),
    (
        "optax sgd, nesterov",
        rule("sgd", momentum=0.9, nesterov=True),
        run_optax(optax.sgd(LR, momentum=0.9, nesterov=True)),
    ),
    (
        "optax adamw",
        rule("adamW", weightDecay=DECAY),
        run_optax(optax.adamw(LR, weight_decay=DECAY)),
    ),
    ("optax nadam", rule("nadam"), run_optax(optax.nadam(LR))),
    (
        "optax nadam, betas, eps",
        rule("nadam", beta1=0.8, beta2=0.95, epsilon=1e-3),
        run_optax(optax.nadam(LR, b1=0.8, b2=0.95, eps=1e-3)),
    ),
    ("optax adabelief", rule("adaBelief"), run_optax(optax.adabelief(LR))),
    (
        "optax adabelief, betas, eps, eps_root",
        rule("adaBelief", beta1=0.8, beta2=0.95, epsilon=1e-3, epsilonRoot=1e-6),
        run_optax(optax.adabelief(LR, b1=0.8, b2=0.95, eps=1e-3, eps_root=1e-6)),
    ),
    (
        "optax add_decayed_weights, adabelief",
        chain(L2, rule("adaBelief")),
        run_optax(optax.chain(optax.add_decayed_weights(DECAY), optax.adabelief(LR))),
    ),
]

print(
    json.dumps(
        {
            "source": f"PyTorch {torch.__version__.split('+')[0]}, optax {optax.__version__}, float64: libraries.py",
            "initial": INITIAL,
            "gradients": GRADIENTS,
            "rows": [{"name": name, "rule": config, "expected": end} for name, config, end in ROWS],
        },
        indent=2,
    )
)
