#!/usr/bin/env python3
"""Code asks for kinds and never looks into a sentence: a note, a reason or what `why` says is text for people. Nor does it know a suite by
its name, but where the suite itself is defined. Usage: sentences.py ROOT"""
import pathlib
import re
import sys

FOLDERS = ["analysis", "method", "reporters", "cli", "formats", "suites", "statistics", "device", "peaks", "bench"]
SENTENCE = r"\b\w*(?:notes?|reason|sentence|detail|remedy)(?:\[[^\]]*\]|\.at\([^)]*\)|->second)*"
PATTERNS = {
    "looks into a sentence": [
        re.compile(SENTENCE + r"(?:\.|->)(?:starts_with|ends_with|contains|substr|r?find(?:_\w+)?|compare)\((?!NoteKind)"),
        re.compile(SENTENCE + r'\s*[!=]=\s*(?:"[^"]|text\()'),
        re.compile(r"\btext\(\w*note\w*\)(?:\.\w+\(|\s*[!=]=)|\b(?:find|contains|count)\((?:gpupeak::)?text\(\w*note\w*\)\)"),
        re.compile(r"regex_\w+\([^;]*" + SENTENCE),
        re.compile(r'\bin\s+\w+(?:\[[^\]]*\])*\["(?:reason|notes|sentence)"\]'),
        re.compile(r'\["(?:reason|notes|sentence)"\](?:\[\d+\])?(?:\s*[!=]=\s*["A-Z]|\.(?:startswith|endswith|find|index|split|count)\()'),
        re.compile(r're\.\w+\([^)]*\["(?:reason|notes|sentence)"\]'),
    ],
    "knows a suite by its name": [re.compile(r'\bsuite(?:\(\))?\s*[!=]=\s*"')],
}
# What is no sentence, or an old one: file and text of the line, with why.
ALLOWED = {
    ("method/judge.cpp", "known.find(text(note))"): "an older report says in sentences alone what judge() makes of its samples",
}


def problems(root):
    found = [f"tests/architecture/sentences.py: no line of {file} has '{text}' any more" for file, text in ALLOWED
             if (pathlib.Path(root) / file).exists() and text not in (pathlib.Path(root) / file).read_text()]
    for folder in FOLDERS:
        for path in sorted((pathlib.Path(root) / folder).rglob("*")):
            if path.suffix not in (".cpp", ".h", ".cu", ".cuh", ".py"):
                continue
            name = path.relative_to(root).as_posix()
            for number, line in enumerate(path.read_text().splitlines(), 1):
                code = line.split("//")[0]
                for what, patterns in PATTERNS.items():
                    match = next((m for m in (p.search(code) for p in patterns) if m), None)
                    if match and not any(name == file and text in code for file, text in ALLOWED):
                        found.append(f"{name}:{number}: {what}: {match.group()}; ask for its kind or field, "
                                     "or say in tests/architecture/sentences.py why it is none")
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "no code looks into a sentence")
    sys.exit(bool(wrong))
