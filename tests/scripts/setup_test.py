"""What scripts/setup.sh --vendors new leaves behind, in a copy of the scripts with a stand-in for pip. Nothing is fetched."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WHEEL = """while [ "$1" != --target ]; do shift; done
mkdir -p "$2/scipy_openblas32/lib"
echo $3 > "$2/scipy_openblas32/lib/libscipy_openblas.so"
"""


class Vendors(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = pathlib.Path(folder.name)
        (self.tree / "scripts").mkdir()
        for script in ("setup.sh", "common.sh"):
            shutil.copy(ROOT / "scripts" / script, self.tree / "scripts")
        self.library = self.tree / "build/vendors/lib/libscipy_openblas.so"

    def set_up(self, pip, *arguments):
        path = self.tree / "build/tools/bin/pip"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + pip)
        path.chmod(0o755)
        return subprocess.run([self.tree / "scripts/setup.sh", *arguments], capture_output=True, text=True)

    def test_the_library_lies_where_the_program_looks(self):
        done = self.set_up(WHEEL, "--vendors", "new")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.library.read_text(), "scipy-openblas32\n")
        self.assertFalse((self.tree / "build/vendors.partial").exists())

    def test_what_cannot_be_fetched_leaves_the_last_one_in_place(self):
        self.set_up(WHEEL, "--vendors", "new")
        for pip, told in (("echo no network >&2; exit 1", "no network"), ("exit 0", "has no scipy_openblas32")):
            done = self.set_up(pip, "--vendors", "new")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(told, done.stderr)
            self.assertTrue(self.library.exists())

    def test_another_word_is_an_error_with_the_usage(self):
        for arguments in (["--vendors"], ["--vendors", "old"]):
            done = self.set_up(WHEEL, *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage: scripts/setup.sh --vendors new", done.stderr)


if __name__ == "__main__":
    unittest.main()
