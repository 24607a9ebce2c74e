"""Rules for docker-compose.yml, alone and with docker-compose.secure.yml on top of it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rules import DOCKERFILES, by_digest, fault, parsed, pinned

PLAIN = "docker-compose.yml"
SECURE = "docker-compose.secure.yml"
LOG = "docker-compose.debezium.yml"
ONE_SHOT = {"setup", "tools", "rights", "roles", "dlq"}

USERS = ("CDC_SOURCE_USER", "CDC_TARGET_USER", "DATA_SOURCE_USER")

# Who may have the superuser's password.
SUPERUSERS = {"source", "target", "roles"}
IMPLY_DESCRIBE = {"read", "write"}

# The only rights that name nothing; the text of docs/security.md tells of them.
EVERYWHERE = [("monitor", "topic *"), ("monitor", "group *")]

# With these a broker that is lost takes no acknowledged record with it.
COPIES_OF_BROKER = {
    "KAFKA_DEFAULT_REPLICATION_FACTOR": "3",
    "KAFKA_MIN_INSYNC_REPLICAS": "2",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "3",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "3",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "2",
}
# Details, contexts and statements of errors hold values of rows.
NO_VALUES_IN_LOGS = ["log_error_verbosity=terse", "log_min_error_statement=panic"]
digests = {}
COPIES_OF_SETUP = {"CDC_REPLICATION_FACTOR": "3"}

# Who has an address must have the file with TLS and login for it, too.
SECURED_BY = {"CDC_BOOTSTRAP_SERVERS": "CDC_KAFKA_CONFIG", "CDC_SCHEMA_REGISTRY_URL": "CDC_SCHEMA_REGISTRY_CONFIG"}


def check():
    """Checks both; says what was checked."""
    plain, over = parsed(PLAIN), parsed(SECURE)
    secure = merged_files(plain, over)
    check_compose(PLAIN, plain, made_files())
    check_compose(LOG, merged_files(plain, parsed(LOG)), made_files())
    check_compose(SECURE, secure, made_files("--secure"))
    check_secure(secure)
    check_rights()
    return f"{len(plain['services'])} services, {len(secure['services'])} of them secure"


def made_files(*options):
    """What secrets/create makes, which must be readable for all in a folder that is not."""
    with tempfile.TemporaryDirectory() as folder:
        create = shutil.copy("secrets/create", folder)
        ran = subprocess.run([create, *options], capture_output=True, text=True)
        if ran.returncode or ran.stdout or ran.stderr:
            sys.exit(f"deploy: secrets/create {' '.join(options)} says {ran.stdout}{ran.stderr}")
        if os.stat(folder).st_mode & 0o777 != 0o700:
            fault("secrets/create", "leaves the folder open to others")
        files = {file for file in Path(folder).iterdir() if file.name != "create"}
        for file in files:
            if not file.is_file() or file.stat().st_mode & 0o777 != 0o644:
                fault("secrets/create", f"leaves {file.name} as containers cannot read it")
        return {file.name for file in files}


def merged(plain, over):
    if isinstance(plain, dict) and isinstance(over, dict):
        both = {key: merged(plain[key], over[key]) for key in plain.keys() & over.keys()}
        return {**plain, **over, **both}
    return over


def merged_service(plain, over):
    """As Compose does it: lists are added to, volumes replace what is mounted on the same path."""
    result = merged(plain, over)
    for key in ("secrets", "tmpfs", "ports", "cap_drop", "security_opt", "profiles"):
        if key in plain and key in over:
            result[key] = plain[key] + [entry for entry in over[key] if entry not in plain[key]]
    if "volumes" in plain and "volumes" in over:
        mounts = {volume.split(":")[1]: volume for volume in plain["volumes"] + over["volumes"]}
        result["volumes"] = list(mounts.values())
    return result


def merged_files(plain, over):
    result = merged(plain, over)
    for name in plain["services"].keys() & over["services"].keys():
        result["services"][name] = merged_service(plain["services"][name], over["services"][name])
    return result


def mounted(service):
    """A service's secrets as {name in /run/secrets: name in the file}."""
    secrets = {}
    for secret in service.get("secrets", []):
        long = {"source": secret, "target": secret} if isinstance(secret, str) else secret
        secrets[long["target"]] = long["source"]
    return secrets


def check_compose(path, compose, made):
    services = compose["services"]
    for name, service in services.items():
        where = f"{path}, {name}"
        check_service(where, name, service)
        check_copies(where, name, service)
        check_secrets(where, name, service, compose.get("secrets", {}))
        for volume in service.get("volumes", []):
            check_volume(where, volume, compose.get("volumes", {}))
        for other, condition in service.get("depends_on", {}).items():
            check_dependency(where, services, other, condition)
    for name, secret in compose.get("secrets", {}).items():
        if secret.get("file", "").removeprefix("./secrets/") not in made:
            fault(path, f"secret {name} is not a file that secrets/create makes")


def check_secrets(where, name, service, defined):
    secrets = mounted(service)
    for secret in secrets.values():
        if secret not in defined:
            fault(where, f"secret {secret} is not defined")
        elif defined[secret].get("file") == "./secrets/superuser_password" and name not in SUPERUSERS:
            fault(where, f"has the superuser's password as {secret}")
    environment = service.get("environment") or {}
    words = [*service.get("command", []), *service.get("entrypoint", [])]
    for key, value in [*environment.items(), *(("command", word) for word in words)]:
        for file in re.findall(r"/run/secrets/([\w.]+)", str(value)):
            if file not in secrets:
                fault(where, f"{key} reads /run/secrets/{file}, which is not among its secrets")
    for key, value in environment.items():
        if key in USERS and value == "postgres":
            fault(where, f"{key} is a superuser")
        if re.search(r"PASS(WORD)?$", key) and value:
            fault(where, f"{key} is a password in the environment, where 'docker inspect' shows it")
    for word in words:
        if re.search(r"password[= ]", str(word)):
            fault(where, "a password is on the command line")


def check_service(where, name, service):
    if "mem_limit" not in service:
        fault(where, "no mem_limit")
    if "ALL" not in service.get("cap_drop", []):
        fault(where, "keeps capabilities")
    if "no-new-privileges:true" not in service.get("security_opt", []):
        fault(where, "may gain privileges")
    if "restart" not in service:
        fault(where, "no restart policy")
    if "${CDC_IMAGES" in service.get("image", "") and service.get("read_only") is not True:
        fault(where, "is ours, but its file system is not read_only")
    image = service.get("image", "")
    if "${CDC_IMAGES" in image:
        if not pinned(image):
            fault(where, f"image '{image}' names no version")
    elif not by_digest(image):
        # That the digest is the tag's, only a registry knows: docker/pin asks.
        fault(where, f"image '{image}' is not name:version@sha256:digest; see docker/pin")
    elif digests.setdefault(image.partition("@")[0], image) != image:
        fault(where, f"image '{image}' has another digest elsewhere")
    dockerfile = service.get("build", {}).get("dockerfile")
    if dockerfile and dockerfile not in DOCKERFILES:
        fault(where, f"{dockerfile} is none of the Dockerfiles")
    of_image = dockerfile and "\nHEALTHCHECK" in Path(dockerfile).read_text()
    if name not in ONE_SHOT and not of_image and "test" not in service.get("healthcheck", {}):
        fault(where, "neither a health check nor one-shot")
    for port in service.get("ports", []):
        if not str(port).startswith("127.0.0.1:"):
            fault(where, f"port {port} is open to the network")
    if "POSTGRES_DB" in (service.get("environment") or {}):
        for setting in NO_VALUES_IN_LOGS:
            if setting not in service.get("command", []):
                fault(where, f"its log tells the values of a row that it refuses, without {setting}")


def check_copies(where, name, service):
    environment = service.get("environment") or {}
    wanted = COPIES_OF_SETUP if name == "setup" else {}
    if "KAFKA_PROCESS_ROLES" in environment:
        wanted = COPIES_OF_BROKER
    for key, value in wanted.items():
        if str(environment.get(key)) != value:
            fault(where, f"{key} is {environment.get(key)}, not {value}")


def check_volume(where, volume, volumes):
    source = volume.split(":")[0]
    if source.startswith("."):
        if not volume.endswith(":ro"):
            fault(where, f"{source} of the checkout is mounted to be written")
        if not Path(source).exists():
            fault(where, f"{source} does not exist")
    elif source not in volumes:
        fault(where, f"volume {source} is not defined")


def check_dependency(where, services, other, condition):
    if other not in services:
        fault(where, f"depends on {other}, which is no service")
    once = condition["condition"] == "service_completed_successfully"
    if once != (other in ONE_SHOT):
        fault(where, f"waits for {other} with {condition['condition']}")


def check_secure(compose):
    """Whether anything is left that is not encrypted, or anybody who may do everything."""
    for name, service in compose["services"].items():
        where = f"{SECURE}, {name}"
        for key, value in (service.get("environment") or {}).items():
            check_encrypted(where, key, str(value))
            if key in SECURED_BY and SECURED_BY[key] not in service["environment"]:
                fault(where, f"has no {SECURED_BY[key]}")


def check_encrypted(where, key, value):
    if "PLAINTEXT" in value or value.startswith("http:"):
        fault(where, f"{key} is not encrypted: {value}")
    if "postgresql:" in value or key == "DATA_SOURCE_URI":
        if "?sslmode=verify-full&sslrootcert=/run/secrets/authority.crt" not in value:
            fault(where, f"{key} does not check whom it speaks to: {value}")
    if key in USERS and value == "cdc":
        fault(where, f"{key} may do everything with the tables")


def check_rights():
    """Whether docker/secure/rights gives what the tables of docs/security.md say, and no more."""
    given = rights_given()
    everywhere = {key: given.pop(key, set()) for key in EVERYWHERE}
    for (user, thing), rights in everywhere.items():
        if rights != {"describe"}:
            fault("docker/secure/rights", f"{user} may {sorted(rights)} {thing}, not describe")
    for heading in ("## Kafka", "## With Docker Compose"):
        for (user, thing), rights in rights_told(heading).items():
            found = given.pop((user, thing), set())
            found |= everywhere.get((user, f"{thing.split()[0]} *"), set())
            if found != rights:
                fault("docker/secure/rights", f"{user} may {sorted(found)} {thing}, not {sorted(rights)}")
    for (user, thing), rights in given.items():
        fault("docker/secure/rights", f"{user} may {sorted(rights)} {thing}, of which no table tells")


def rights_given():
    text = Path("docker/secure/rights").read_text()
    variables = dict(re.findall(r"^(\w+)=(\w+)$", text, re.M))
    given = {}
    for line in re.findall(r"^allow (.*)", text, re.M):
        line = re.sub(r"\$(\w+)", lambda m: variables[m[1]], line).replace('"', "").replace("'", "")
        users, operations, *words = line.split()
        words = [word for word in words if word not in ("--resource-pattern-type", "prefixed")]
        things = re.findall(r"--(topic|group|transactional-id) (\S+)|--(cluster)", " ".join(words))
        star = "*" if "prefixed" in line else ""
        for user in users.split(","):
            for kind, name, cluster in things:
                thing = cluster or f"{kind.replace('-', ' ')} {name}{star}"
                rights = {re.sub(r"\B([A-Z])", r"_\1", word).lower() for word in operations.split(",")}
                if rights & IMPLY_DESCRIBE and kind != "transactional-id":
                    rights.add("describe")
                given.setdefault((user, thing), set()).update(rights)
    return given


def rights_told(heading):
    lines = Path("docs/security.md").read_text().partition(heading + "\n")[2].split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().replace("`", "") for cell in line.split("|")[1:-1]])
    told = {}
    for thing, *cells in rows[2:]:
        for user, cell in zip(rows[0][1:], cells):
            told[user, thing] = set(cell.split(", ")) - {""}
    return told
