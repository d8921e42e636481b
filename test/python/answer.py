"""Answers questions about modules that `fettle build` wrote: one JSON text a line, in and out."""

import importlib.util
import json
import sys

sys.dont_write_bytecode = True
modules = {}


def module_at(path):
    if path not in modules:
        spec = importlib.util.spec_from_file_location(f"rules_{len(modules)}", path)
        modules[path] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[path])
    return modules[path]


for line in sys.stdin:
    question = json.loads(line)
    module = module_at(question["module"])
    given = question["document"]
    before = json.dumps(given)
    result = module.evaluate(given, pack=question.get("pack"), validate=question.get("validate", True))
    if json.dumps(given) != before:
        raise SystemExit(f"the document was touched: {before}")
    if result["document"] is not None:
        result = {**result, "document": module.document_to_json(result["document"])}
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()
