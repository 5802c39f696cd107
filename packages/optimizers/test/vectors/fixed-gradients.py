"""Writes fixed-gradients.json: three steps of one number in float64, from the papers' and frameworks' formulas.

    python3 fixed-gradients.py > fixed-gradients.json
"""

import json
from math import sqrt

GRADIENTS = [0.1, -0.2, 0.3]
LR, B1, B2, DECAY = 0.01, 0.9, 0.999, 0.1


def moments(s, g):
    s["m"] = B1 * s.get("m", 0) + (1 - B1) * g
    s["v"] = B2 * s.get("v", 0) + (1 - B2) * g * g
    return s["m"], s["v"]


def adam_direction(g, t, s, eps):
    m, v = moments(s, g)
    return m / (1 - B1**t) / (sqrt(v / (1 - B2**t)) + eps)


def adam(eps=1e-8, l2=0.0, decay=0.0):
    return lambda x, g, t, s: x - LR * adam_direction(g + l2 * x, t, s, eps) - decay * x


def nadam(factor, eps=1e-8):
    def step(x, g, t, s):
        m, v = moments(s, g)
        ahead = B1 * m / (1 - B1 ** (t + 1)) + (1 - B1) * g / (1 - B1**t)
        return x - LR * ahead / (sqrt(v * factor / (1 - B2**t)) + eps)

    return step


def adabelief(eps, eps_root, corrected=True):
    def step(x, g, t, s):
        s["m"] = B1 * s.get("m", 0) + (1 - B1) * g
        s["s"] = B2 * s.get("s", 0) + (1 - B2) * (g - s["m"]) ** 2 + eps_root
        c1, c2 = (1 - B1**t, 1 - B2**t) if corrected else (1, 1)
        return x - LR * s["m"] / c1 / (sqrt(s["s"] / c2) + eps)

    return step


def sgd(momentum=0.0, nesterov=False):
    def step(x, g, t, s):
        s["b"] = momentum * s.get("b", 0) + g
        return x - LR * (g + momentum * s["b"] if nesterov else s["b"])

    return step


def rule(name, **options):
    return {"name": name, "learningRate": LR, **options}


def with_l2(link):
    return {"name": "chain", "links": [{"name": "l2", "weightDecay": DECAY}, link]}


FLUX_BELIEF = {"biasCorrection": False, "epsilon": 1e-8, "epsilonRoot": 0}
ROWS = [
    ("SGD", rule("sgd"), sgd()),
    ("SGD with momentum", rule("sgd", momentum=0.9), sgd(0.9)),
    ("SGD with Nesterov momentum", rule("sgd", momentum=0.9, nesterov=True), sgd(0.9, True)),
    ("Adam", rule("adam"), adam()),
    ("Adam, large epsilon", rule("adam", epsilon=0.1), adam(0.1)),
    ("Adam + L2", with_l2(rule("adam")), adam(l2=DECAY)),
    ("AdamW of torch and optax", rule("adamW", weightDecay=DECAY), adam(decay=LR * DECAY)),
    (
        "ADAMW of Flux 0.12.4",
        rule("adamW", weightDecay=DECAY, scaleByLearningRate=False),
        adam(decay=DECAY),
    ),
    ("NAdam of optax", rule("nadam"), nadam(1)),
    ("NAdam of optax, large epsilon", rule("nadam", epsilon=0.1), nadam(1, 0.1)),
    ("NADAM of Flux 0.12.4", rule("nadam", beta2InRoot=True), nadam(B2)),
    ("AdaBelief of optax", rule("adaBelief"), adabelief(1e-16, 1e-16)),
    ("AdaBelief of the paper", rule("adaBelief", epsilon=1e-8, epsilonRoot=1e-8), adabelief(1e-8, 1e-8)),
    ("AdaBelief, large epsilon", rule("adaBelief", epsilon=0.1), adabelief(0.1, 1e-16)),
    ("AdaBelief, large epsilon in the root", rule("adaBelief", epsilonRoot=1e-3), adabelief(1e-16, 1e-3)),
    ("AdaBelief of Flux 0.12.4", rule("adaBelief", **FLUX_BELIEF), adabelief(1e-8, 0, False)),
    (
        "AdaBelief of Flux 0.12.4 + L2",
        with_l2(rule("adaBelief", **FLUX_BELIEF)),
        lambda x, g, t, s: adabelief(1e-8, 0, False)(x, g + DECAY * x, t, s),
    ),
]


def run(step):
    x, s, path = 1.0, {}, []
    for t, g in enumerate(GRADIENTS, 1):
        x = step(x, g, t, s)
        path.append(x)
    return path


print(
    json.dumps(
        {
            "source": "Formulas of the papers, optax, torch and Flux 0.12.4 in float64: fixed-gradients.py",
            "initial": 1,
            "gradients": GRADIENTS,
            "rows": [{"name": name, "rule": config, "expected": run(step)} for name, config, step in ROWS],
        },
        indent=2,
        ensure_ascii=False,
    )
)
