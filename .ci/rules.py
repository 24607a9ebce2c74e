"""What the rules for everything that is deployed have in common."""

import re
import sys
from pathlib import Path

import yaml

DOCKERFILES = ["producer/Dockerfile", "consumer/Dockerfile", "pipeline/Dockerfile"]
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def parsed(path):
    try:
        return yaml.safe_load(Path(path).read_text())
    except yaml.YAMLError as e:
        sys.exit(f"deploy: {path} is not YAML: {' '.join(str(e).split())}")


def pinned(image):
    """Whether an image names a version; what is left to a variable is judged by its default."""
    image = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", image)
    if "@sha256:" in image:
        return True
    name, _, tag = image.rpartition(":")
    return bool(name) and "/" not in tag and tag != "latest" and bool(re.search(r"\d", tag))
