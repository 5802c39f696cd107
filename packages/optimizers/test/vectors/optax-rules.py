"""Writes optax-rules.json: the hundred steps of trajectory.json in float64, run by optax itself.

    pip install optax
    python3 optax-rules.py > optax-rules.json
"""

import json

import jax
import optax
from trajectory import trajectory

jax.config.update("jax_enable_x64", True)

LR, DECAY = 0.01, 0.1
TRAJECTORY = trajectory()


def tree(values):
    return {name: jax.numpy.array(values[name]).reshape(shape) for name, shape in TRAJECTORY["shapes"].items()}


def run(transform, prepare=lambda state: state):
    parameters = tree(TRAJECTORY["initial"])
    state = prepare(transform.init(parameters))
    for gradients in TRAJECTORY["gradients"]:
        updates, state = transform.update(tree(gradients), state, parameters)
        parameters = optax.apply_updates(parameters, updates)
    return {name: parameter.flatten().tolist() for name, parameter in parameters.items()}


def rule(name, **options):
    return {"name": name, "learningRate": LR, **options}


def chain(*links):
    return {"name": "chain", "links": links}


def decay(where):
    return {"name": "decoupledWeightDecay", "weightDecay": DECAY, "where": where}


def mask(*names):
    return {name: name in names for name in TRAJECTORY["shapes"]}


def from_zero_mean(state):
    """Yogi's mean gradient starts at 0 in the paper, at 1e-6 in optax."""
    return (state[0]._replace(mu=jax.tree.map(jax.numpy.zeros_like, state[0].mu)), *state[1:])


def with_a_step_before(state):
    """The paper's first optimistic step follows one of 0, optax's follows one like itself."""
    return (state[0], state[1]._replace(is_initial_step=jax.numpy.array(False)), *state[2:])


L2 = {"name": "l2", "weightDecay": DECAY}
OADAM = {"b1": 0.5, "b2": 0.9, "nesterov": False}
ROWS = [
    ("sgd, nesterov", rule("sgd", momentum=0.9, nesterov=True), run(optax.sgd(LR, momentum=0.9, nesterov=True))),
    ("adamw", rule("adamW", weightDecay=DECAY), run(optax.adamw(LR, weight_decay=DECAY))),
    ("nadam", rule("nadam"), run(optax.nadam(LR))),
    (
        "nadam, betas, eps",
        rule("nadam", beta1=0.8, beta2=0.95, epsilon=1e-3),
        run(optax.nadam(LR, b1=0.8, b2=0.95, eps=1e-3)),
    ),
    ("adabelief", rule("adaBelief"), run(optax.adabelief(LR))),
    (
        "adabelief, betas, eps, eps_root",
        rule("adaBelief", beta1=0.8, beta2=0.95, epsilon=1e-3, epsilonRoot=1e-6),
        run(optax.adabelief(LR, b1=0.8, b2=0.95, eps=1e-3, eps_root=1e-6)),
    ),
    (
        "add_decayed_weights, adabelief",
        chain(L2, rule("adaBelief")),
        run(optax.chain(optax.add_decayed_weights(DECAY), optax.adabelief(LR))),
    ),
    (
        "adabelief, weight_decay of some",
        chain(rule("adaBelief"), decay("matrix|scalar")),
        run(
            optax.chain(
                optax.scale_by_belief(),
                optax.add_decayed_weights(DECAY, mask("matrix", "scalar")),
                optax.scale_by_learning_rate(LR),
            )
        ),
    ),
    ("lion", rule("lion", weightDecay=1e-3), run(optax.lion(LR))),
    (
        "lion, betas, weight_decay of some",
        chain(rule("lion", beta1=0.8, beta2=0.95), decay("kernel")),
        run(optax.lion(LR, b1=0.8, b2=0.95, weight_decay=DECAY, mask=mask("kernel"))),
    ),
    ("yogi, from a mean of 0", rule("yogi"), run(optax.yogi(LR), from_zero_mean)),
    (
        "yogi, betas, eps, from a mean of 0",
        rule("yogi", beta1=0.8, beta2=0.95, epsilon=1e-2),
        run(optax.yogi(LR, b1=0.8, b2=0.95, eps=1e-2), from_zero_mean),
    ),
    ("adan", rule("adan", beta2InLookAhead=False), run(optax.adan(LR))),
    (
        "adan, betas, eps, eps_root, weight_decay of some",
        chain(
            rule("adan", beta2InLookAhead=False, beta1=0.9, beta2=0.8, beta3=0.95, epsilon=1e-3, epsilonRoot=1e-6),
            decay("vector|kernel"),
        ),
        run(
            optax.adan(
                LR,
                b1=0.9,
                b2=0.8,
                b3=0.95,
                eps=1e-3,
                eps_root=1e-6,
                weight_decay=DECAY,
                mask=mask("vector", "kernel"),
            )
        ),
    ),
    ("lamb", rule("lamb"), run(optax.lamb(LR))),
    (
        "lamb, betas, eps, weight_decay of some",
        rule("lamb", beta1=0.8, beta2=0.95, epsilon=1e-3, weightDecay=DECAY, where="matrix|kernel"),
        run(optax.lamb(LR, b1=0.8, b2=0.95, eps=1e-3, weight_decay=DECAY, mask=mask("matrix", "kernel"))),
    ),
    ("lars", {"name": "lars"}, run(optax.lars(1.0))),
    (
        "lars, nesterov, eps, weight_decay and trust ratio of some",
        rule(
            "lars",
            weightDecay=DECAY,
            where="matrix|kernel",
            trustCoefficient=0.02,
            trustWhere="matrix|vector",
            epsilon=0.1,
            momentum=0.8,
            nesterov=True,
        ),
        run(
            optax.lars(
                LR,
                weight_decay=DECAY,
                weight_decay_mask=mask("matrix", "kernel"),
                trust_coefficient=0.02,
                eps=0.1,
                trust_ratio_mask=mask("matrix", "vector"),
                momentum=0.8,
                nesterov=True,
            )
        ),
    ),
    (
        "optimistic_adam_v2, after a step of 0",
        rule("oadam"),
        run(optax.optimistic_adam_v2(LR, **OADAM), with_a_step_before),
    ),
    (
        "optimistic_adam_v2, betas, eps, after a step of 0",
        rule("oadam", beta1=0.8, beta2=0.95, epsilon=1e-3),
        run(optax.optimistic_adam_v2(LR, b1=0.8, b2=0.95, eps=1e-3, nesterov=False), with_a_step_before),
    ),
]

print(
    json.dumps(
        {
            "source": f"optax {optax.__version__}, float64: optax-rules.py",
            "rows": [{"name": name, "rule": config, "expected": end} for name, config, end in ROWS],
        },
        indent=1,
    )
)
