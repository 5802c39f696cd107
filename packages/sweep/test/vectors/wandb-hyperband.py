"""Writes wandb-hyperband.json: which trials W&B's early termination stops, and when.

    python3 wandb-hyperband.py > wandb-hyperband.json

`stops` restates the rule of `hyperband_stop_runs()` in github.com/wandb/sweeps, src/sweeps/hyperband_stopping.py, with the
version that knows `strict`. Trials report in turn; a row's `stoppedAfter` says after how many reports each is stopped.
"""

import json
import math
import random


def bands_of(config):
    eta = config.get("eta", 3)
    if "max_iter" in config:
        band, bands = config["max_iter"], []
        for _ in range(config["s"]):
            band /= eta
            if band < 1:
                break
            bands.append(int(band))
        return sorted(bands)
    band, bands = config["min_iter"], []
    for _ in range(100):
        bands.append(int(band))
        band *= eta
    return bands


def stops(own, histories, config):
    """Whether a running trial is stopped, given the finite losses of all trials, its own among them."""
    rate = 1.0 / config.get("eta", 3)
    judged = None
    for band in bands_of(config):
        if band > len(own):
            break
        judged = band
    if judged is None:
        return False
    there = sorted(history[judged - 1] for history in histories if len(history) >= judged)
    value = own[judged - 1] if config.get("strict", True) else min(own)
    return value > there[int(rate * len(there))]


def curves(seed, trials, length, odd):
    rng = random.Random(seed)
    made = []
    for _ in range(trials):
        end, speed = rng.uniform(0, 1), rng.uniform(0.02, 0.4)
        values = []
        for step in range(rng.randrange(length // 2, length + 1)):
            value = round(end + math.exp(-speed * step) + rng.gauss(0, 0.1), 2)
            values.append(rng.choice([math.nan, math.inf, -math.inf]) if rng.random() < odd else value)
        made.append(values)
    return made


def run(config, values, goal, workers):
    sign = -1 if goal == "maximize" else 1
    histories = [[] for _ in values]
    stopped_after = [None] * len(values)
    waiting = list(range(len(values)))
    running = [None] * workers
    while waiting or any(slot is not None for slot in running):
        for worker in range(workers):
            if running[worker] is None:
                if not waiting:
                    continue
                running[worker] = [waiting.pop(0), 0]
            number, reports = running[worker]
            value = values[number][reports]
            running[worker][1] = reports = reports + 1
            if math.isfinite(value):
                histories[number].append(sign * value)
            if stops(histories[number], histories, config):
                stopped_after[number] = reports
            elif reports < len(values[number]):
                continue
            running[worker] = None
    return stopped_after


CURVES = {
    "short": curves(1, 30, 12, 0.0),
    "long": curves(2, 20, 90, 0.0),
    "odd": curves(3, 30, 30, 0.15),
}
CONFIGS = [
    {"min_iter": 3},
    {"min_iter": 1, "eta": 2},
    {"min_iter": 2, "eta": 2.5},
    {"min_iter": 3, "eta": 1.1},
    {"min_iter": 1, "eta": 1.01},
    {"max_iter": 9, "s": 1},
    {"max_iter": 81, "s": 3, "eta": 3},
    {"max_iter": 18, "s": 9, "eta": 2.5},
    {"max_iter": 7, "s": 2, "eta": 7},
]


def main():
    rows = []
    for config in CONFIGS:
        for strict in [None, True, False]:
            for name, values in CURVES.items():
                for goal, workers in [("minimize", 1), ("maximize", 4)]:
                    full = config if strict is None else {**config, "strict": strict}
                    after = run(full, values, goal, workers)
                    rows.append({"config": full, "curves": name, "goal": goal, "workers": workers, "stoppedAfter": after})
    text = lambda value: value if math.isfinite(value) else str(value).replace("inf", "Infinity").replace("nan", "NaN")
    written = {name: [[text(value) for value in values] for values in trials] for name, trials in CURVES.items()}
    print('{\n"curves": {\n%s\n},' % ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in written.items()))
    print('"rows": [\n%s\n]\n}' % ",\n".join(json.dumps(row) for row in rows))


if __name__ == "__main__":
    main()
