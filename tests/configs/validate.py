#!/usr/bin/env python3
"""Holds the presets, the catalogue and any report against the published schemas with a validator that is not ours.

    validate.py [REPORT.json ...]

Exits 0 when all are valid, 1 when one is not, 2 when a file cannot be read, 77 when python3-jsonschema is missing (skipped)."""

import json
import pathlib
import re
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: install python3-jsonschema")
    sys.exit(77)

CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"


def without_comments(text):
    """Blanks // and /* */ outside of strings, keeping the places of everything else."""
    pattern = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
    return pattern.sub(lambda m: m.group(0) if m.group(0).startswith('"') else re.sub(r"[^\n]", " ", m.group(0)), text)


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")  # Python would read NaN and Infinity


def unique_keys(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError(f"a key appears twice among {sorted(keys)[:20]}")
    return dict(pairs)


def load(path, comments=False):
    text = path.read_text(encoding="utf-8")
    text = without_comments(text) if comments else text
    return json.loads(text, parse_constant=refuse_constant, object_pairs_hook=unique_keys)


def validator(schema_name):
    schema = load(CONFIGS / "schema" / schema_name)
    kind = jsonschema.validators.validator_for(schema, default=None)
    if kind is None:
        sys.exit(f"configs/schema/{schema_name}: this jsonschema does not know its $schema")
    kind.check_schema(schema)
    return kind(schema)


def main(reports):
    work = [(path, "preset.schema.json", True) for path in sorted((CONFIGS / "presets").glob("*.json"))]
    work.append((CONFIGS / "devices.json", "devices.schema.json", False))
    work += [(pathlib.Path(report), "report.schema.json", False) for report in reports]
    for schema_name in ("report.schema.json", "journal.schema.json"):
        validator(schema_name)  # sound even when no report is given
    valid = True
    for path, schema_name, comments in work:
        try:
            document = load(path, comments)
        except (OSError, ValueError) as error:
            print(f"{path}: {error}")
            return 2
        errors = sorted(validator(schema_name).iter_errors(document), key=lambda e: list(map(str, e.path)))
        for error in errors[:10]:
            print(f"{path}: /{'/'.join(map(str, error.path))}: {error.message[:300]}")
        print(f"{path}: {'invalid' if errors else 'valid'}")
        valid = valid and not errors
    return 0 if valid else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
