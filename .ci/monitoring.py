"""Compares the files of monitoring/ with each other and with docs/; see .ci/monitoring.

Writes every query of rules and dashboards as a recording rule into the file that is given, so that
promtool can parse them: dashboards are nothing that it knows. Needs nothing but Python itself, which
reads no YAML, so of YAML it looks at lines.
"""

import json
import re
import sys
from pathlib import Path

problems = []
WORDS = {"by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "and", "or", "unless"}
OWN = {"up", "ALERTS"}  # those that Prometheus makes


def fail(where, what):
    problems.append(f"{where}: {what}")


def read(path):
    return Path(path).read_text(encoding="utf-8")


def alerts():
    """The alerts by name, each with the text of its rule."""
    text = re.sub(r"^\s*#.*\n", "", read("monitoring/alerts.yml"), flags=re.M)
    blocks = re.split(r"^ +- alert: ", text, flags=re.M)[1:]
    return {block.split("\n", 1)[0].strip(): block for block in blocks}


def query(rule):
    """What comes after expr, on the line or indented below it."""
    line = re.search(r"^( +)expr: (.*)$", rule, flags=re.M)
    if line.group(2) != "|":
        return line.group(2)
    below = rule[line.end() :].split("\n")[1:]
    indent = line.group(1) + "  "
    return "\n".join(text for text in below[: next(i for i, t in enumerate(below) if not t.startswith(indent))])


def metrics(expression):
    """The names of metrics in a query."""
    names = set()
    for prefix, middles, suffix in re.findall(r'__name__=~"(\w+)\(([\w|]+)\)(\w*)"', expression):
        names |= {prefix + middle + suffix for middle in middles.split("|")}
    bare = re.sub(r'"[^"]*"', "", expression)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]", " ", bare)
    bare = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", bare)
    bare = re.sub(r"\boffset\s+\w+", " ", bare)
    return names | {
        name
        for name in re.findall(r"(?<![\w.])[a-zA-Z_:][\w:]*(?!\w|\s*\()", bare)
        if name not in WORDS
    }


def documented():
    """The names in the first cells of the tables; `a_b`, `_c` stands for a_b and a_c."""
    names = set()
    for cell in re.findall(r"^\| (`[^|]*) \|", read("docs/metrics.md"), flags=re.M):
        first = None
        for name in re.findall(r"`(\w+)`", cell):
            if not name.startswith("_"):
                first = name
                names.add(name)
            else:
                # The suffix takes the place of one, two or three words of the first name.
                words = first.split("_")
                names |= {"_".join(words[:-n]) + name for n in (1, 2, 3) if n < len(words)}
    return names


def slugs(text):
    """The anchors of a page's headings, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, flags=re.M)
    }


def check_alerts(rules, tests, runbook):
    anchors = slugs(runbook)
    for name, rule in rules.items():
        if not re.search(r"severity: (critical|warning)\b", rule):
            fail(name, "no severity, which is critical or warning")
        for annotation in ("summary", "description"):
            if not re.search(rf"^ +{annotation}: \S", rule, flags=re.M):
                fail(name, f"no {annotation}")
        link = re.search(r"^ +runbook: docs/runbook\.md#(\S+)$", rule, flags=re.M)
        if not link:
            fail(name, "no link into docs/runbook.md")
        elif link.group(1) not in anchors:
            fail(name, f"docs/runbook.md has no #{link.group(1)}")
        if not re.search(rf"alertname: {name}, exp_alerts: \[\]", tests):
            fail(name, "no test that it is silent")
        if not re.search(rf"alertname: {name}(, exp_alerts: \*\w+| *\n)", tests):
            fail(name, "no test that it fires")
        if name not in runbook:
            fail(name, "docs/runbook.md does not name it")


def check_sections(runbook):
    """Whether the section of each alert says what it means, how to look and what to do, in this order."""
    prose = re.sub(r"^```.*?^```$", "", runbook, flags=re.M | re.S)
    about = re.search(r"^# Alerts$(.*?)(?=^# |\Z)", prose, flags=re.M | re.S).group(1)
    for section in re.split(r"^## ", about, flags=re.M)[1:]:
        name, _, text = section.partition("\n")
        if re.findall(r"^\*\*(Means|Look|Do)\*\*", text, flags=re.M) != ["Means", "Look", "Do"]:
            fail(f"docs/runbook.md, {name}", "not Means, Look and Do, each once and in this order")


def check_runbook(runbook):
    for page in ("runbook.md", "metrics.md", "kubernetes.md", "your-own-databases.md"):
        text = read(f"docs/{page}")
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = target.partition("#")
            if path.startswith("http"):
                continue
            file = Path("docs", path) if path else Path("docs", page)
            if not file.exists():
                fail(f"docs/{page}", f"there is no {target}")
            elif anchor and anchor not in slugs(read(file)):
                fail(f"docs/{page}", f"there is no {target}")
    codes = re.findall(
        r"^  [A-Z_]+\((\d+)\)",
        read("runtime/src/main/java/io/employeecdc/runtime/failure/ExitCode.java"),
        flags=re.M,
    )
    for code in [*codes, "130", "143"]:
        if f"## Exit code {code}\n" not in runbook:
            fail("docs/runbook.md", f"nothing about exit code {code}")


def check_dashboard(file, queries, uids):
    try:
        board = json.loads(read(file))
    except ValueError as e:
        fail(file, f"is no JSON: {e}")
        return
    if board["uid"] in uids:
        fail(file, f"uid {board['uid']} is also another one's")
    uids.add(board["uid"])
    source = re.search(r"^ +uid: (\w+)$", read("monitoring/grafana/provisioning/datasources/prometheus.yml"), re.M)
    ids = [panel["id"] for panel in board["panels"]]
    if len(set(ids)) < len(ids):
        fail(file, "two panels have the same id")
    for panel in board["panels"]:
        where = f"{file}, {panel['title']}"
        if panel["datasource"]["uid"] != source.group(1):
            fail(where, "asks a data source that is not provisioned")
        if panel["type"] == "timeseries" and "unit" not in panel["fieldConfig"]["defaults"]:
            fail(where, "no unit")
        for target in panel["targets"]:
            queries.append((where, target["expr"]))


def main():
    rules = alerts()
    runbook = read("docs/runbook.md")
    check_alerts(rules, read("monitoring/alerts_test.yml"), runbook)
    check_sections(runbook)
    check_runbook(runbook)
    queries = [(name, query(rule)) for name, rule in rules.items()]
    boards = sorted(str(file) for file in Path("monitoring/grafana/dashboards").glob("*.json"))
    uids = set()
    for board in boards:
        check_dashboard(board, queries, uids)
    known = documented()
    used = set()
    for where, expression in queries:
        names = metrics(expression) - OWN
        used |= names
        for name in sorted(names - known):
            fail(where, f"{name} is not in docs/metrics.md")
    # JSON is YAML. The name tells a person where the query is.
    recorded = [
        {"record": re.sub(r"\W+", "_", where) + f":{n}", "expr": expression}
        for n, (where, expression) in enumerate(queries)
    ]
    Path(sys.argv[1]).write_text(json.dumps({"groups": [{"name": "queries", "rules": recorded}]}))
    if problems:
        sys.exit("\n".join(["monitoring: failed", *problems]))
    print(
        f"{len(rules)} alerts, each tested to fire and to be silent and in the runbook;"
        f" {len(boards)} dashboards; {len(queries)} queries parse and name {len(used)} metrics,"
        " all documented"
    )


main()
