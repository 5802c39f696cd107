"""Writes wandb-log.json: the file that wandb writes offline, and what was logged. Needs wandb (0.30.0 was used).

    python wandb-log.py
"""

import base64
import glob
import json
import os
import tempfile

import wandb

folder = tempfile.mkdtemp()
run = wandb.init(
    mode="offline",
    dir=folder,
    id="vector",
    project="vector",
    entity="vector",
    settings=wandb.Settings(console="off", x_disable_stats=True, x_disable_meta=True, disable_git=True, save_code=False),
)
logged = [{"epoch": epoch, "val/loss": 1 / (epoch + 1), "val": {"acc": epoch / 4}} for epoch in range(3)]
for metrics in logged:
    run.log(metrics)
run.log({"val/loss": float("nan"), "note": "text"})
run.summary["best"] = 0.25
run.finish()
wandb.teardown()  # the file is written whole only when the service ends

(path,) = glob.glob(os.path.join(folder, "wandb", "offline-run-*", "run-vector.wandb"))
with open(path, "rb") as file:
    content = file.read()
vector = {
    "source": f"wandb {wandb.__version__}, wandb-log.py",
    "logged": logged,
    "file": base64.b64encode(content).decode(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "wandb-log.json"), "w") as file:
    json.dump(vector, file, indent=2)
    file.write("\n")
