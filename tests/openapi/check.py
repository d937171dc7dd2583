"""Is docs/openapi.json valid OpenAPI, and does it say what the vectors say?

The vectors are written by hand: every request of theirs that is sent must have the form that the document gives that
operation, and every answer that is a success too. A document that loses a field, a file or a rule fails here.
"""

from __future__ import annotations

import copy
import json
import pathlib
import sys
from typing import Any

from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

ROOT = pathlib.Path(__file__).resolve().parents[2]


def load(path: str) -> dict[str, Any]:
    return json.loads((ROOT / path).read_text("utf-8"))


def vectors(group: str) -> list[dict[str, Any]]:
    """Those of a group: of its file, and of the folder of the same name."""
    files = [f"tests/vectors/{group}.json", *sorted(str(path) for path in (ROOT / "tests/vectors" / group).glob("*.json"))]
    return [vector for file in files for vector in load(file)["vectors"]]


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def problems_of(document: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with a value. The schema's references are looked up in the document."""
    rooted = {**schema, "components": document["components"]}
    return [error.message for error in OAS31Validator(rooted).iter_errors(value)]


def closed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every object closed, so that a member without a declaration is a problem."""
    document = copy.deepcopy(document)
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return document


def narrowed(schema: Any, document: dict[str, Any]) -> list[str]:
    """The values that are known for a field, of its own or of its enumeration's."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return next((each["enum"] for each in schema.get("anyOf", []) if "enum" in each), [])


def query_problems(operation: dict[str, Any], document: dict[str, Any], pairs: list[list[str]]) -> list[str]:
    declared = {parameter["name"]: parameter["schema"] for parameter in operation.get("parameters", [])}
    given = dict(map(tuple, pairs))
    wrong = [f"the query has `{name}`, which is not declared" for name in given if name not in declared]
    for name, value in given.items():
        known = narrowed(declared.get(name, {}), document)
        if known and value not in known:
            wrong.append(f"`{name}` is {value}, not one of {known}")
    for pair in operation.get("x-one-of", []):
        if sum(name in given for name in pair) != 1:
            wrong.append(f"not exactly one of {pair}")
    for first, second in operation.get("x-together", []):
        if (first in given) != (second in given):
            wrong.append(f"`{first}` without `{second}`, or the other way round")
    return wrong


def form_value(part: dict[str, Any], schema: dict[str, Any]) -> Any:
    """A part as the value its schema means: a file as text, an object as its JSON, a number or a boolean as itself."""
    if "json" in part:
        return part["json"]
    text = part.get("text", "")
    return json.loads(text) if schema.get("type") in ("boolean", "integer", "number") else text


def form_values(parts: list[dict[str, Any]], properties: dict[str, Any]) -> dict[str, Any]:
    """The values of a form by their names; where a name may stand several times, the list of them."""
    form: dict[str, Any] = {}
    for part in parts:
        schema = properties.get(part["name"], {})
        if schema.get("type") == "array" and "json" not in part:
            form.setdefault(part["name"], []).append(form_value(part, schema["items"]))
        else:
            form[part["name"]] = form_value(part, schema)
    return form


def body_problems(operation: dict[str, Any], document: dict[str, Any], body: dict[str, Any]) -> list[str]:
    content = operation["requestBody"]["content"]
    if "json" in body:
        return problems_of(document, content["application/json"]["schema"], body["json"])
    schema = content["multipart/form-data"]["schema"]
    properties = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]["properties"]
    return problems_of(document, schema, form_values(body["multipart"], properties))


def requests(document: dict[str, Any]) -> tuple[int, list[str]]:
    strict = closed(document)
    known = operations(strict)
    checked, wrong = 0, []
    for vector in vectors("requests"):
        expect, lenient = vector["expect"], vector.get("config", {}).get("validation") == "lenient"
        # `extra` and lenient validation are there to send what nobody declared.
        if vector["operation"] == "request" or "error" in expect or lenient or "extra" in vector["request"]:
            continue
        operation = known.get((expect["method"], expect["path"]))
        if operation is None or operation["x-operation"] != vector["operation"]:
            wrong.append(f"{vector['name']}: {expect['method']} {expect['path']} is not in the document")
            continue
        if expect.get("body"):
            found = body_problems(operation, strict, expect["body"])
        else:
            found = query_problems(operation, strict, expect.get("query", []))
        wrong += [f"{vector['name']}: {problem}" for problem in found]
        checked += 1
    return checked, wrong


# Answers that the platform does not document, and that a client reads all the same: each must differ from the document.
UNDOCUMENTED = {
    "optional-text-is-a-number",
    "optional-member-is-an-object",
    "optional-id-is-a-list",
    "unknown-member-called-extra",
}


def responses(document: dict[str, Any]) -> tuple[int, list[str]]:
    by_name = {operation["x-operation"]: operation for operation in operations(document).values()}
    checked, wrong = 0, []
    for vector in vectors("responses"):
        body = vector["http"].get("body_json")
        if vector["operation"] not in by_name or body is None or "result" not in vector["expect"]:
            continue
        content = by_name[vector["operation"]]["responses"]["200"]["content"]
        schema = content["application/json"]["schema"]
        found = problems_of(document, schema, body)
        if vector["name"] not in UNDOCUMENTED:
            wrong += [f"{vector['name']}: {problem}" for problem in found]
        elif not found:
            wrong.append(f"{vector['name']}: it is as documented")
        checked += 1
    return checked, wrong


def main() -> int:
    document = load(sys.argv[1] if len(sys.argv) > 1 else "docs/openapi.json")
    validate(document)
    wrong = [] if "unofficial" in document["info"]["title"].lower() else ["info.title does not say unofficial"]
    sent, wrong_requests = requests(document)
    answered, wrong_responses = responses(document)
    wrong += wrong_requests + wrong_responses
    for problem in wrong:
        print(f"openapi: {problem}", file=sys.stderr)
    if not sent or not answered:
        print("openapi: no vector was compared", file=sys.stderr)
        return 1
    count = len(operations(document))
    print(f"openapi: {count} operations, {sent} requests and {answered} answers compared, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
