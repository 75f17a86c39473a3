"""A walk that was logged by a satellite receiver: from a file to a chart and a page."""

import sys
from pathlib import Path

import dxdt

log = Path(__file__).parents[2] / "data" / "gps_walk.csv"
folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("out")
folder.mkdir(exist_ok=True)

motion = dxdt.analyze(log, method="auto")
for finding in motion.findings:
    if finding["severity"] == "warning":
        print(finding["sentence"])

frame = motion.to_polars()
print("fastest", round(frame["speed"].to_numpy().max(), 2), motion.summary["units"]["velocity"])

(folder / "velocity.png").write_bytes(motion.chart("velocity"))
motion.report(folder / "walk.html", force=True)

try:
    dxdt.analyze(log, time="nothing")
except dxdt.Error as error:
    print(error.kind, "error:", error.advice)
