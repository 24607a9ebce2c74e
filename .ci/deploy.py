"""Rules for Dockerfiles, compose files, manifests, units, workflows and scripts that their own tools do not check.

Prints what was checked in one line and ends with 1, a line for each fault, if a rule is broken.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import compose
import kubernetes
import systemd
from rules import DOCKERFILES, fault, faults, parsed, pinned

MAY_RUN_WITH_RIGHTS = r"actions/((download|upload)-artifact|attest(-sbom|-build-provenance)?)"
COMMON_END = "# The end of the common stage.\n"


def instructions(text):
    """The instructions of a Dockerfile as (name, rest), continuation lines joined."""
    lines = [line for line in text.split("\n") if not re.match(r"\s*#", line)]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    return [
        (word.upper(), rest.strip())
        for word, _, rest in (line.strip().partition(" ") for line in joined.split("\n"))
        if word
    ]


def check_dockerfile(path):
    text = Path(path).read_text()
    steps = instructions(text)
    stages, arguments = set(), {}
    final = []
    for name, rest in steps:
        if name == "ARG" and "=" in rest:
            key, _, value = rest.partition("=")
            arguments.setdefault(key, value)
        if name == "FROM":
            final = []
            words = [word for word in rest.split() if not word.startswith("--")]
            base = re.sub(r"\$\{?(\w+)\}?", lambda m: arguments.get(m[1], ""), words[0])
            if base not in stages and not pinned(base):
                fault(path, f"the base '{base}' names no version")
            if len(words) == 3:
                stages.add(words[2])
        final.append((name, rest))
    last = dict(final)
    if not re.fullmatch(r'\[\s*"java".*\]', last.get("ENTRYPOINT", "")):
        fault(path, "ENTRYPOINT is not java in exec form, which gets the signals")
    if not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", last.get("USER", "")):
        fault(path, "USER is not a number other than 0, by which an orchestrator knows it is not root")
    if path != "cli/Dockerfile" and "CMD" not in last.get("HEALTHCHECK", ""):
        fault(path, "no HEALTHCHECK")
    if not any(name == "ENV" and "CDC_MANAGEMENT_ADDRESS=0.0.0.0" in rest for name, rest in final):
        fault(path, "no CDC_MANAGEMENT_ADDRESS=0.0.0.0, so that health and metrics answer inside alone")
    labels = " ".join(rest for name, rest in final if name == "LABEL")
    for label in ("title", "version", "revision", "licenses"):
        if f"org.opencontainers.image.{label}=" not in labels:
            fault(path, f"no label org.opencontainers.image.{label}")
    if "io.employeecdc.schema." not in labels:
        fault(path, "no label with the schema versions inside")
    for name, rest in final:
        words = [word for word in rest.split() if not word.startswith("--")]
        if name == "ADD":
            fault(path, "ADD unpacks and downloads; use COPY")
        if name == "COPY" and "--from=" not in rest:
            for source in words[:-1]:
                if not Path(source).exists():
                    fault(path, f"COPY of {source}, which does not exist")
    return text.partition(COMMON_END)[0]


def left_out(path, patterns):
    """Whether .dockerignore keeps a file, or a folder above it, out of the build."""
    parts = path.split("/")
    above = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    return any(re.fullmatch(pattern, folder) for pattern in patterns for folder in above)


def check_context():
    """What is compiled must get into the build, and passwords must not."""
    rules = [line for line in Path(".dockerignore").read_text().split("\n") if line and line[0] != "#"]
    patterns = [
        re.escape(rule).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*") for rule in rules
    ]
    for file in sorted(Path(".").glob("*/src/**/*")):
        if file.is_file() and left_out(str(file), patterns):
            fault(".dockerignore", f"keeps {file} out of the images' build")
    if not left_out("secrets/source_password", patterns):
        fault(".dockerignore", "lets secrets/ into the images' build")


def needs(module):
    """The modules and libraries that a module has when it runs, of its own pom and of those behind it."""
    pom = re.sub(r"<(dependencyManagement|profiles)>.*?</\1>", "", Path(module, "pom.xml").read_text(), flags=re.S)
    all = set()
    for dependency in re.findall(r"<dependency>.*?</dependency>", pom, re.S):
        if "<scope>test</scope>" not in dependency:
            name = re.search(r"<artifactId>(.*?)</artifactId>", dependency)[1]
            all |= {name} | (needs(name) if Path(name, "pom.xml").exists() else set())
    return all


def check_modules():
    """Whether images hold no server, services no parser of a command, and of our modules just those needed."""
    for path in DOCKERFILES:
        module = Path(path).parent.name
        inside = needs(module) | {module}
        for name in sorted(inside):
            if re.match(r"local-stack|workbench|kafka_|scala|embedded-postgres|apicurio|connect-runtime|debezium", name):
                fault(path, f"{module} depends on {name}, which is for a checkout")
            if module != "cli" and re.match(r"avro-idl|jackson-dataformat-yaml|jmustache|flyway|commons-csv", name):
                fault(path, f"{module} depends on {name}, which only commands need")
        own = {name for name in inside if Path(name, "pom.xml").exists()}
        copied = set(re.findall(r"(\S+)/target/\*\.jar", Path(path).read_text()))
        if copied != own:
            fault(path, f"copies the jars of {sorted(copied)}, but {module} needs {sorted(own)}")


def check_versions():
    """Whether images have the parent's version where nobody names another."""
    version = re.search(r"^  <version>(.*)</version>", Path("pom.xml").read_text(), re.M)[1]
    for path in [*DOCKERFILES, compose.PLAIN, compose.SECURE]:
        defaults = re.findall(r"(?:^ARG VERSION=|\$\{CDC_VERSION:-)([^\s}]*)", Path(path).read_text(), re.M)
        if not defaults:
            fault(path, "no default for the version of our images")
        for default in sorted({*defaults} - {version}):
            fault(path, f"the default version is {default}, but pom.xml has {version}")


def check_scripts():
    """Whether each shell script can be parsed by its shell; says how many there are."""
    count = 0
    for folder, folders, files in os.walk("."):
        folders[:] = [name for name in folders if name not in (".git", ".cdc", "target")]
        for path in filter(Path.is_file, (Path(folder, name) for name in files)):
            with path.open("rb") as file:
                shell = re.fullmatch(rb"#!(?:(?:/usr)?/bin/|/usr/bin/env )(sh|bash)(?: .*)?\n", file.readline(80))
            if shell:
                count += 1
                ran = subprocess.run([shell[1], "-n", path], capture_output=True, text=True)
                if ran.returncode:
                    fault(f"{shell[1].decode()} -n", " ".join(ran.stderr.split()))
    return count


def check_rights(path, name, job):
    """Whoever may write runs no code of others and none of a checkout, which a tag may name."""
    grants = job.get("permissions") or {}
    if grants == "write-all" or "write" in dict(grants).values():
        for step in job.get("steps", [{"uses": job.get("uses")}]):
            used = (step.get("uses") or "").partition("@")[0]
            if used and not re.fullmatch(MAY_RUN_WITH_RIGHTS, used):
                fault(path, f"job {name} may write and runs {used}")


def check_workflow(path):
    workflow = parsed(path)
    top = workflow.get("permissions")
    if not isinstance(top, dict) or any(grant not in ("read", "none") for grant in top.values()):
        fault(path, "the permissions at the top are not read-only")
    for name, job in workflow["jobs"].items():
        if "timeout-minutes" not in job and "uses" not in job:
            fault(path, f"job {name} has no timeout-minutes")
        check_rights(path, name, job)
    count = 0
    for number, line in enumerate(Path(path).read_text().split("\n"), 1):
        used = re.match(r"\s*(?:- )?uses:\s*(.*)", line)
        if used and not used[1].startswith("./"):
            count += 1
            if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used[1]):
                fault(f"{path}:{number}", f"'{used[1]}' is not pinned as SHA # vN.N.N")
        run = re.search(r"\$\{\{\s*github\.(head_ref|event\.)", line)
        if run and not re.match(r"\s*(if|[A-Z_]+|group):", line):
            fault(f"{path}:{number}", "an expression that others can write is put into a script")
    return count


def main():
    os.chdir(Path(__file__).parent.parent)
    common = {check_dockerfile(path) for path in DOCKERFILES}
    if len(common) > 1:
        fault("Dockerfiles", "the build stages differ, so each image builds everything anew")
    check_context()
    check_modules()
    check_versions()
    services = compose.check()
    overlays = kubernetes.check()
    units = systemd.check()
    workflows = sorted(Path(".github/workflows").glob("*.y*ml"))
    actions = sum(check_workflow(str(path)) for path in workflows)
    for path in [
        ".github/dependabot.yml",
        ".github/actions/schema-check/action.yml",
        ".gitlab/schema-check.yml",
        ".pre-commit-hooks.yaml",
        *Path("monitoring/grafana/provisioning").glob("*/*.y*ml"),
    ]:
        parsed(path)
    scripts = check_scripts()
    if faults:
        sys.exit("\n".join(f"deploy: {line}" for line in faults))
    print(
        f"{len(DOCKERFILES)} Dockerfiles, {services}, {overlays}, {units},"
        f" {len(workflows)} workflows with {actions} pinned actions, {scripts} scripts keep the rules"
    )


main()
