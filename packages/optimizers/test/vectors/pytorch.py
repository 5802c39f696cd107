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
    ("Adam, amsgrad", rule("amsgrad"), lambda p: OPTIM.Adam(p, LR, amsgrad=True)),
    (
        "Adam, amsgrad, betas, eps",
        rule("amsgrad", beta1=0.8, beta2=0.95, epsilon=1e-3),
        lambda p: OPTIM.Adam(p, LR, betas=(0.8, 0.95), eps=1e-3, amsgrad=True),
    ),
    ("AdamW", rule("adamW", weightDecay=DECAY), lambda p: OPTIM.AdamW(p, LR, weight_decay=DECAY)),
    ("Adagrad", rule("adagrad"), lambda p: OPTIM.Adagrad(p, LR)),
    (
        "Adagrad, lr_decay, initial_accumulator_value, eps",
        rule("adagrad", learningRateDecay=0.05, initialAccumulator=0.1, epsilon=1e-3),
        lambda p: OPTIM.Adagrad(p, LR, lr_decay=0.05, initial_accumulator_value=0.1, eps=1e-3),
    ),
    ("Adadelta", rule("adadelta", learningRate=1), lambda p: OPTIM.Adadelta(p, 1)),
    (
        "Adadelta, rho, eps, weight_decay",
        chain(L2, rule("adadelta", decay=0.8, epsilon=1e-3)),
        lambda p: OPTIM.Adadelta(p, LR, rho=0.8, eps=1e-3, weight_decay=DECAY),
    ),
    ("Adamax", rule("adamax"), lambda p: OPTIM.Adamax(p, LR)),
    (
        "Adamax, betas, eps",
        rule("adamax", beta1=0.8, beta2=0.95, epsilon=1e-3),
        lambda p: OPTIM.Adamax(p, LR, betas=(0.8, 0.95), eps=1e-3),
    ),
    ("RMSprop", rule("rmsprop"), lambda p: OPTIM.RMSprop(p, LR)),
    (
        "RMSprop, alpha, eps",
        rule("rmsprop", decay=0.9, epsilon=1e-3),
        lambda p: OPTIM.RMSprop(p, LR, alpha=0.9, eps=1e-3),
    ),
    ("RMSprop, centered", rule("rmsprop", centered=True), lambda p: OPTIM.RMSprop(p, LR, centered=True)),
    ("RMSprop, momentum", rule("rmsprop", momentum=0.9), lambda p: OPTIM.RMSprop(p, LR, momentum=0.9)),
    (
        "RMSprop, centered, momentum, alpha, weight_decay",
        chain(L2, rule("rmsprop", centered=True, momentum=0.5, decay=0.9)),
        lambda p: OPTIM.RMSprop(p, LR, centered=True, momentum=0.5, alpha=0.9, weight_decay=DECAY),
    ),
    ("NAdam", rule("nadam", momentumDecay=4e-3), lambda p: OPTIM.NAdam(p, LR)),
    (
        "NAdam, betas, eps, momentum_decay",
        rule("nadam", beta1=0.8, beta2=0.95, epsilon=1e-3, momentumDecay=0.3),
        lambda p: OPTIM.NAdam(p, LR, betas=(0.8, 0.95), eps=1e-3, momentum_decay=0.3),
    ),
    (
        "NAdam, decoupled_weight_decay",
        rule("nadamW", momentumDecay=4e-3, weightDecay=DECAY),
        lambda p: OPTIM.NAdam(p, LR, weight_decay=DECAY, decoupled_weight_decay=True),
    ),
    ("RAdam", rule("radam"), lambda p: OPTIM.RAdam(p, LR)),
    (
        "RAdam, betas",
        rule("radam", beta1=0.8, beta2=0.95),
        lambda p: OPTIM.RAdam(p, LR, betas=(0.8, 0.95)),
    ),
    (
        "RAdam, decoupled_weight_decay",
        chain(rule("radam"), {"name": "decoupledWeightDecay", "weightDecay": DECAY}),
        lambda p: OPTIM.RAdam(p, LR, weight_decay=DECAY, decoupled_weight_decay=True),
    ),
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
