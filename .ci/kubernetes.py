"""Rules for deploy/kubernetes that compare it with the rest of the repository; its types, and what a pod may do, are
for a test of the module "deploy".

With --write, writes what is made of another file anew.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

import compose
from rules import fault, parsed

HOME = Path("deploy/kubernetes")
OVERLAYS = sorted(path.parent for path in HOME.glob("overlays/*/kustomization.yaml"))
RULE = HOME / "components/monitoring/prometheus-rule.yaml"
MONITOR = HOME / "components/monitoring/pod-monitor.yaml"

# Who scrapes a database is for whoever runs it to say.
OF_OTHERS = {"log", "source", "target"}

RULE_HEAD = """\
# Made of monitoring/alerts.yml by "python3 .ci/kubernetes.py --write": change it there.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: employee-cdc
  labels: {employee-cdc/step: run}
spec:
"""


def check():
    """Checks all of it; says what was checked."""
    check_rule()
    check_jobs()
    check_version()
    check_strimzi()
    return f"{len(OVERLAYS)} overlays of Kubernetes ({check_built()})"


def rule():
    """The alerts as the operator's resource: the same text, a level deeper."""
    lines = Path("monitoring/alerts.yml").read_text().split("\n")
    return RULE_HEAD + "\n".join(line and "  " + line for line in lines)


def check_rule():
    if not RULE.exists() or RULE.read_text() != rule():
        fault(RULE, "is not what monitoring/alerts.yml makes; run: python3 .ci/kubernetes.py --write")


def pods(files):
    """The labels and the names of ports of each pod that the files describe."""
    for file in files:
        for thing in yaml.safe_load_all(file.read_text()):
            template = thing.get("spec", {}).get("template", {})
            ports = [
                port["name"]
                for container in template.get("spec", {}).get("containers", [])
                for port in container.get("ports", [])
            ]
            if ports:
                yield template["metadata"]["labels"], ports


def check_jobs():
    """Whether what Prometheus scrapes under Compose is scraped here, under the same job and as much of it."""
    monitor = parsed(MONITOR)["spec"]
    endpoints = {endpoint["port"]: endpoint for endpoint in monitor["podMetricsEndpoints"]}
    found = {}
    for labels, ports in pods([*HOME.glob("base/*.yaml"), *HOME.glob("components/monitoring/*.yaml")]):
        for port in set(ports) & endpoints.keys():
            found[labels[monitor["jobLabel"]]] = endpoints[port].get("metricRelabelings", [])
    for job in parsed("monitoring/prometheus.yml")["scrape_configs"]:
        name = job["job_name"]
        kept = [(rule["regex"], rule["action"]) for rule in job.get("metric_relabel_configs", [])]
        if name not in found.keys() | OF_OTHERS:
            fault(MONITOR, f"nothing is scraped as job {name}")
        elif kept != [(rule["regex"], rule["action"]) for rule in found.get(name, [])]:
            fault(MONITOR, f"of job {name} other metrics are kept than monitoring/prometheus.yml keeps")


def check_version():
    version = re.search(r"^  <version>(.*)</version>", Path("pom.xml").read_text(), re.M)[1]
    for file in sorted(HOME.glob("**/kustomization.yaml")):
        for image in parsed(file).get("images", []):
            if image.get("newTag") != version:
                fault(file, f"the version of {image['name']} is {image.get('newTag')}, but pom.xml has {version}")


def check_strimzi():
    """Whether each KafkaUser may do what docs/security.md says, and no more."""
    told = {key: rights for key, rights in compose.rights_told("## Kafka").items() if rights}
    for user in yaml.safe_load_all((HOME / "overlays/strimzi/users.yaml").read_text()):
        name = user["metadata"]["name"]
        given = {}
        for acl in user["spec"]["authorization"]["acls"]:
            resource = acl["resource"]
            kind = re.sub(r"\B([A-Z])", r" \1", resource["type"]).lower()
            star = "*" if resource.get("patternType") == "prefix" else ""
            rights = {re.sub(r"\B([A-Z])", r"_\1", word).lower() for word in acl["operations"]}
            if rights & compose.IMPLY_DESCRIBE and kind != "transactional id":
                rights.add("describe")
            given.setdefault((name, f"{kind} {resource['name']}{star}"), set()).update(rights)
        everywhere = {thing.split()[0] for (_, thing), rights in given.items() if thing.endswith(" *")}
        wanted = {
            key: rights for key, rights in told.items() if key[0] == name and key[1].split()[0] not in everywhere
        }
        wanted |= {(name, f"{kind} *"): {"describe"} for kind in everywhere if (name, f"{kind} *") in compose.EVERYWHERE}
        for key in sorted(given.keys() | wanted.keys()):
            if given.get(key, set()) != wanted.get(key, set()):
                fault("strimzi", f"{name} may {sorted(given.get(key, []))} {key[1]}, not {sorted(wanted.get(key, []))}")


def check_built():
    """Whether kustomize builds each overlay, where it is."""
    command = ["kustomize", "build"] if shutil.which("kustomize") else ["kubectl", "kustomize"]
    if not shutil.which(command[0]):
        return "not built, there is neither kustomize nor kubectl"
    for overlay in OVERLAYS:
        ran = subprocess.run([*command, overlay], capture_output=True, text=True)
        if ran.returncode:
            fault(overlay, f"{' '.join(command)} says {' '.join(ran.stderr.split())}")
    return "built by " + " ".join(command)


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python3 .ci/kubernetes.py --write")
    RULE.write_text(rule())
