"""Runs every attack in a forked child of a clean process, under limits, and prints one JSON line per case."""

import gc
import json
import os
import resource
import sys
import time

from attack_cases import CASES, CONTEXT

from toolwright import expressions as ex
from toolwright.errors import ToolwrightError

ROOM_BYTES = 50 << 20


def attempt(source: str) -> str:
    try:
        if source.startswith("TEMPLATE:"):
            program = ex.compile_template(ex.parse_template(source.removeprefix("TEMPLATE:")))
        else:
            program = ex.compile_expression(ex.parse(source))
        value = program.evaluate(CONTEXT)
    except ToolwrightError as error:
        if error.code.startswith("expression.") and "span" in {"span", *error.extra}:
            return error.code
        return f"STRANGE {error.code}"
    except BaseException as error:
        return f"ESCAPED {type(error).__name__}: {error}"[:200]
    return f"value {type(value).__name__}"


def child(source: str, out: int) -> None:
    with open("/proc/self/statm") as statm:
        size = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + ROOM_BYTES, size + ROOM_BYTES))
    started = time.process_time()
    outcome = attempt(source)
    spent_s = time.process_time() - started
    os.write(out, json.dumps({"outcome": outcome, "spent_s": spent_s}).encode())


def run(source: str) -> dict:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
        try:
            child(source, writer)
        finally:
            os._exit(0)
    os.close(writer)
    answer = b""
    while piece := os.read(reader, 65536):
        answer += piece
    os.close(reader)
    _pid, status = os.waitpid(pid, 0)
    return json.loads(answer) if answer else {"outcome": f"DIED {status}", "spent_s": 99}


if __name__ == "__main__":
    ex.compile_expression(ex.parse("upper('warm')")).evaluate({})
    gc.freeze()
    for name, source in CASES.items():
        sys.stdout.write(json.dumps({"name": name, **run(source)}) + "\n")
