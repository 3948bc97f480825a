"""The key cabinet's OpenAPI file: its routes, its schemas, and answers held against them."""

from collections.abc import Iterator

import yaml
from jsonschema import Draft202012Validator, RefResolver

from callboard_dev.paths import ROOT

FILE = ROOT / "plugins/key_cabinet/openapi.yaml"
METHODS = ("get", "post", "put", "patch", "delete")


class OpenApi:
    def __init__(self):
        self.document = yaml.safe_load(FILE.read_text())
        self.resolver = RefResolver("", self.document)

    def operations(self) -> dict[tuple[str, str], dict]:
        return {(method.upper(), path): operation for path, operations in self.document["paths"].items()
                for method, operation in operations.items() if method in METHODS}

    def resolved(self, part: dict) -> dict:
        while "$ref" in part:
            part = self.resolver.resolve(part["$ref"])[1]
        return part

    def faults(self, schema: dict, value) -> list[str]:
        validator = Draft202012Validator(schema, resolver=self.resolver)
        return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(value)]

    def faults_by_name(self, name: str, value) -> list[str]:
        return self.faults({"$ref": f"#/components/schemas/{name}"}, value)

    def check(self, method: str, path: str, answer) -> None:
        """A real answer is one of those that the file names: status, headers, type and body."""
        operation = self.operations()[(method, path)]
        what = f"{method} {path}: {answer.status_code} {answer.text[:200]}"
        assert str(answer.status_code) in operation["responses"], what
        response = self.resolved(operation["responses"][str(answer.status_code)])
        for name, header in response.get("headers", {}).items():
            header = self.resolved(header)
            assert name in answer.headers or not header.get("required"), f"{what}: no {name}"
            if name in answer.headers:
                value = answer.headers[name]
                value = int(value) if header["schema"].get("type") == "integer" else value
                assert not (faults := self.faults(header["schema"], value)), f"{what}: {name}: {faults}"
        if "content" not in response:
            assert not answer.content, what
            return
        kind = answer.headers["Content-Type"].partition(";")[0]
        assert kind in response["content"], f"{what}: {kind}"
        value = answer.json() if kind == "application/json" else answer.text
        assert not (faults := self.faults(response["content"][kind]["schema"], value)), f"{what}: {faults}"

    def parts(self) -> Iterator[dict]:
        """Every object of the file, however deep."""
        waiting = [self.document]
        while waiting:
            part = waiting.pop()
            if isinstance(part, dict):
                yield part
                waiting += part.values()
            elif isinstance(part, list):
                waiting += part

    def references(self) -> list[str]:
        return [part["$ref"] for part in self.parts() if isinstance(part.get("$ref"), str)]

    def examples(self) -> list[tuple[dict, object]]:
        """(schema, example) wherever both stand together."""
        found = [(part["schema"], part["example"]) for part in self.parts() if "schema" in part and "example" in part]
        return found + [(part["schema"], each["value"]) for part in self.parts() if "schema" in part
                        for each in part.get("examples", {}).values()]
