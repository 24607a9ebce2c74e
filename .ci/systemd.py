"""Rules for the units of deploy/systemd: systemd's own, where it is, and what a supervisor should do about exit codes,
which docs/runbook.md says and the Jobs of Kubernetes do as well.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from rules import fault

UNITS = sorted(Path("deploy/systemd").glob("employee-cdc-*.*"))


def check():
    """Checks all; says what was checked."""
    check_restarts()
    return f"{len(UNITS)} units of systemd ({check_units()})"


def final_codes():
    """Those with which a restart ends the same way."""
    rows = re.findall(r"^\| ([\d, ]+) \| no\b", Path("docs/runbook.md").read_text(), re.M)
    return sorted(int(code) for row in rows for code in row.split(","))


def check_restarts():
    wanted = final_codes()
    for unit in UNITS:
        text = unit.read_text()
        if "Restart=on-failure" in text:
            given = re.search(r"^RestartPreventExitStatus=([\d ]+)$", text, re.M)
            if not given or [int(code) for code in given[1].split()] != wanted:
                fault(unit, f"restarts after other exit codes than docs/runbook.md says: never after {wanted}")
    for file in Path("deploy/kubernetes/base").glob("*.yaml"):
        for codes in re.findall(r"onExitCodes:.*values: \[([\d, ]+)\]", file.read_text()):
            if [int(code) for code in codes.split(",")] != wanted:
                fault(file, f"tries again after other exit codes than docs/runbook.md says: never after {wanted}")


def check_units():
    if not shutil.which("systemd-analyze"):
        return "not verified, no systemd here"
    with tempfile.TemporaryDirectory() as folder:
        copies = []
        for unit in UNITS:
            # A program has to be there to be found good.
            copy = Path(folder, unit.name)
            copy.write_text(unit.read_text().replace("=/opt/employee-cdc/bin/cdc ", f"={Path('cdc').resolve()} "))
            copies.append(copy)
        ran = subprocess.run(["systemd-analyze", "verify", "--man=no", *copies], capture_output=True, text=True)
        said = " ".join((ran.stdout + ran.stderr).split())
        if ran.returncode or said:
            fault("deploy/systemd", f"systemd-analyze verify says {said}")
    return "verified by systemd-analyze"
