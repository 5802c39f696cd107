"""Writes pytorch.json: the hundred steps of trajectory.json in float64, run by PyTorch itself.

    python3 pytorch.py > pytorch.json
"""

import json

import torch
from trajectory import trajectory

LR, DECAY = 0.01, 0.1
TRAJECTORY = trajectory()


def tensor(values, name):
    return torch.tensor(values, dtype=torch.float64).reshape(TRAJECTORY["shapes"][name])


def run(make):
    parameters = {name: torch.nn.Parameter(tensor(values, name)) for name, values in TRAJECTORY["initial"].items()}
    optimizer = make(list(parameters.values()))
    for gradients in TRAJECTORY["gradients"]:
        for name, values in gradients.items():
            parameters[name].grad = tensor(values, name)
        optimizer.step()
    return {name: parameter.flatten().tolist() for name, parameter in parameters.items()}


def rule(name, **options):
    return {"name": name, "learningRate": LR, **options}


def chain(*links):
    return {"name": "chain", "links": links}


L2 = {"name": "l2", "weightDecay": DECAY}
OPTIM = torch.optim
ROWS = [
    ("SGD", rule("sgd"), lambda p: OPTIM.SGD(p, LR)),
    (
        "SGD, momentum, weight_decay",
        chain(L2, rule("sgd", momentum=0.9)),
        lambda p: OPTIM.SGD(p, LR, momentum=0.9, weight_decay=DECAY),
    ),
    (
        "SGD, momentum, dampening",
        rule("sgd", momentum=0.9, dampening=0.3),
        lambda p: OPTIM.SGD(p, LR, momentum=0.9, dampening=0.3),
    ),
    (
        "SGD, nesterov",
        rule("sgd", momentum=0.9, nesterov=True),
        lambda p: OPTIM.SGD(p, LR, momentum=0.9, nesterov=True),
    ),
    ("Adam", rule("adam"), lambda p: OPTIM.Adam(p, LR)),
    (
        "Adam, betas, eps",
        rule("adam", beta1=0.8, beta2=0.95, epsilon=1e-3),
        lambda p: OPTIM.Adam(p, LR, betas=(0.8, 0.95), eps=1e-3),
    ),
    ("Adam, weight_decay", chain(L2, rule("adam")), lambda p: OPTIM.Adam(p, LR, weight_decay=DECAY)),
    ("AdamW", rule("adamW", weightDecay=DECAY), lambda p: OPTIM.AdamW(p, LR, weight_decay=DECAY)),
]

print(
    json.dumps(
        {
            "source": f"PyTorch {torch.__version__.split('+')[0]}, float64: pytorch.py",
            "rows": [{"name": name, "rule": config, "expected": run(make)} for name, config, make in ROWS],
        },
        indent=1,
    )
)
