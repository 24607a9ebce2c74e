"""What the rules for everything that is deployed have in common."""

import re
import sys
from pathlib import Path

import yaml

DOCKERFILES = ["producer/Dockerfile", "consumer/Dockerfile", "cli/Dockerfile"]
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def parsed(path):
    try:
        return yaml.safe_load(Path(path).read_text())
    except yaml.YAMLError as e:
        sys.exit(f"deploy: {path} is not YAML: {' '.join(str(e).split())}")


def by_digest(image):
    """Whether an image names a version for people and a digest for machines."""
    name, _, digest = image.partition("@sha256:")
    return pinned(name) and bool(re.fullmatch(r"[0-9a-f]{64}", digest)) and len(set(digest)) > 8


def pinned(image):
    """Whether an image names a version; what is left to a variable is judged by its default."""
    image = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", image)
    if "@sha256:" in image:
        return True
    name, _, tag = image.rpartition(":")
    return bool(name) and "/" not in tag and tag != "latest" and bool(re.search(r"\d", tag))
