"""Writes matrices.json: the hundred steps of trajectory.json in float64 by PyTorch's own Adafactor and Muon.

    python3 matrices.py > matrices.json

It takes PyTorch 2.9 or later. torch.optim.Muon rounds matrices to bfloat16 before it makes them orthogonal; here they
stay in float64, and all else is PyTorch's. It takes matrices [outputs, inputs] alone: the kernel [height, width, in,
out] is handed over as [out, height * width * in], and vectors go to torch.optim.Adam.
"""

import json

import torch
from trajectory import trajectory

LR = 0.01
TRAJECTORY = trajectory()
SHAPES = TRAJECTORY["shapes"]
OPTIM = torch.optim

torch.Tensor.bfloat16 = torch.Tensor.clone


def tensor(values, name):
    return torch.tensor(values, dtype=torch.float64).reshape(SHAPES[name])


def matrix(values, name):
    """As [outputs, inputs] where there are such."""
    shape = SHAPES[name]
    return tensor(values, name).reshape(-1, shape[-1]).T.contiguous() if len(shape) > 1 else tensor(values, name)


def flat(parameter, name):
    return (parameter.T if len(SHAPES[name]) > 1 else parameter).flatten().tolist()


def run(layout, read, make):
    parameters = {name: torch.nn.Parameter(layout(values, name)) for name, values in TRAJECTORY["initial"].items()}
    optimizers = make(parameters)
    for gradients in TRAJECTORY["gradients"]:
        for name, values in gradients.items():
            parameters[name].grad = layout(values, name)
        for optimizer in optimizers:
            optimizer.step()
    return {name: read(parameter, name) for name, parameter in parameters.items()}


def adafactor(lr=LR, eps2=1e-3, **options):
    def make(parameters):
        return [OPTIM.Adafactor(parameters.values(), lr, eps=(1e-30, eps2), **options)]

    return run(tensor, lambda parameter, _: parameter.flatten().tolist(), make)


def muon(adam={"lr": 3e-4}, **options):
    def make(parameters):
        matrices = [p for p in parameters.values() if p.ndim == 2]
        others = [p for p in parameters.values() if p.ndim != 2]
        return [OPTIM.Muon(matrices, LR, **options), OPTIM.Adam(others, **adam)]

    return run(matrix, flat, make)


def rule(name, **options):
    return {"name": name, "learningRate": LR, **options}


ROWS = [
    ("Adafactor", rule("adafactor"), adafactor()),
    ("Adafactor, lr of 1", {**rule("adafactor"), "learningRate": 1}, adafactor(lr=1.0)),
    (
        "Adafactor, beta2_decay, d, eps2, weight_decay",
        rule("adafactor", decayExponent=0.5, clipThreshold=1.25, epsilon2=1, weightDecay=0.1),
        adafactor(beta2_decay=-0.5, d=1.25, eps2=1.0, weight_decay=0.1),
    ),
    ("Muon", rule("muon"), muon()),
    (
        "Muon, momentum, weight_decay, ns_steps, lr of Adam",
        rule("muon", momentum=0.8, nesterov=False, weightDecay=0.02, iterations=3, adamLearningRate=0.02, beta1=0.8),
        muon({"lr": 0.02, "betas": (0.8, 0.999)}, momentum=0.8, nesterov=False, weight_decay=0.02, ns_steps=3),
    ),
    (
        "Muon, match_rms_adamw",
        rule("muon", adjustLearningRate="matchRmsAdamW"),
        muon(adjust_lr_fn="match_rms_adamw"),
    ),
]

print(
    json.dumps(
        {
            "source": f"PyTorch {torch.__version__.split('+')[0]}, float64 in place of bfloat16: matrices.py",
            "rows": [{"name": name, "rule": config, "expected": expected} for name, config, expected in ROWS],
        },
        indent=1,
    )
)
