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


def nadam_warming_up(decay, eps=1e-8):
    def momentum(t):
        return B1 * (1 - 0.96 ** (t * decay) / 2)

    def step(x, g, t, s):
        m, v = moments(s, g)
        s["product"] = s.get("product", 1) * momentum(t)
        ahead = momentum(t + 1) * m / (1 - s["product"] * momentum(t + 1))
        ahead += (1 - momentum(t)) * g / (1 - s["product"])
        return x - LR * ahead / (sqrt(v / (1 - B2**t)) + eps)

    return step


def rmsprop(decay, eps=1e-8):
    def step(x, g, t, s):
        s["v"] = decay * s.get("v", 0) + (1 - decay) * g * g
        return x - LR * g / (sqrt(s["v"]) + eps)

    return step


def adagrad(start, eps):
    def step(x, g, t, s):
        s["s"] = s.get("s", start) + g * g
        return x - LR * g / (sqrt(s["s"]) + eps)

    return step


def adadelta(decay, eps):
    def step(x, g, t, s):
        s["v"] = decay * s.get("v", 0) + (1 - decay) * g * g
        change = g * sqrt(s.get("d", 0) + eps) / sqrt(s["v"] + eps)
        s["d"] = decay * s.get("d", 0) + (1 - decay) * change * change
        return x - change

    return step


def amsgrad(start, corrected, eps=1e-8):
    def step(x, g, t, s):
        for slot in "mvu":
            s.setdefault(slot, start)
        m, v = moments(s, g)
        s["u"] = max(s["u"], v)
        c1, c2 = (1 - B1**t, 1 - B2**t) if corrected else (1, 1)
        return x - LR * m / c1 / (sqrt(s["u"] / c2) + eps)

    return step


def adamax(eps=1e-8):
    def step(x, g, t, s):
        m, _ = moments(s, g)
        s["u"] = max(B2 * s.get("u", 0), abs(g))
        return x - LR / (1 - B1**t) * m / (s["u"] + eps)

    return step


def radam(b1, b2, threshold, eps=1e-8):
    end = 2 / (1 - b2) - 1

    def step(x, g, t, s):
        s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
        s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
        now = end - 2 * t * b2**t / (1 - b2**t)
        mean = s["m"] / (1 - b1**t)
        if now <= threshold:
            return x - LR * mean
        rectification = sqrt((now - 4) * (now - 2) * end / ((end - 4) * (end - 2) * now))
        return x - LR * rectification * mean / (sqrt(s["v"] / (1 - b2**t)) + eps)

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
    ("NAdam of torch", rule("nadam", momentumDecay=4e-3), nadam_warming_up(4e-3)),
    ("NAdam of Keras", rule("nadam", momentumDecay=1), nadam_warming_up(1)),
    ("RMSProp of Flux 0.12.4", rule("rmsprop", decay=0.9), rmsprop(0.9)),
    ("RMSProp, large epsilon", rule("rmsprop", epsilon=0.1), rmsprop(0.99, 0.1)),
    ("ADAGrad of Flux 0.12.4", rule("adagrad", initialAccumulator=1e-8, epsilon=1e-8), adagrad(1e-8, 1e-8)),
    ("AdaGrad, large epsilon", rule("adagrad", initialAccumulator=0.1, epsilon=0.1), adagrad(0.1, 0.1)),
    (
        "ADADelta of Flux 0.12.4",
        {"name": "adadelta", "decay": 0.9, "epsilon": 1e-8},
        adadelta(0.9, 1e-8),
    ),
    ("AMSGrad", rule("amsgrad"), amsgrad(0, True)),
    (
        "AMSGrad of Flux 0.12.4",
        rule("amsgrad", biasCorrection=False, initialAccumulator=1e-8),
        amsgrad(1e-8, False),
    ),
    ("AdaMax of Flux 0.12.4", rule("adamax"), adamax()),
    ("RADAM of Flux 0.12.4", rule("radam", rectificationThreshold=4), radam(B1, B2, 4)),
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
