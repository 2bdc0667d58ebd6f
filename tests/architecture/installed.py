#!/usr/bin/env python3
"""cmake --install puts everything where a shell, man and the user look for it, and it works from there. Usage: installed.py CMAKE BUILD"""
import pathlib
import subprocess
import sys
import tempfile

EXPECTED = {
    "bin/gpupeak": None,
    "share/bash-completion/completions/gpupeak": "complete -F _gpupeak gpupeak",
    "share/zsh/site-functions/_gpupeak": "#compdef gpupeak",
    "share/fish/vendor_completions.d/gpupeak.fish": "complete -c gpupeak",
    "share/man/man1/gpupeak.1": ".TH GPUPEAK 1",
    "share/doc/gpupeak/README.md": "# gpupeak",
}


def main(cmake, build):
    with tempfile.TemporaryDirectory() as folder:
        prefix = pathlib.Path(folder)
        subprocess.run([cmake, "--install", build, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
        for name, text in EXPECTED.items():
            if not (prefix / name).is_file():
                sys.exit(f"{name} was not installed")
            if text and text not in (prefix / name).read_text():
                sys.exit(f"{name}: does not hold '{text}'")
        said = subprocess.run([prefix / "bin/gpupeak", "list", "formats"], capture_output=True, text=True, check=True).stdout
        if "json" not in said:
            sys.exit("the installed program does not list its formats")
    print(f"{len(EXPECTED)} files are in their places")


if __name__ == "__main__":
    main(*sys.argv[1:])
