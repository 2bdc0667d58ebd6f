"""What scripts/run.sh and the build choose on machines that are made up: folders that stand for /, and stand-ins for nvidia-smi, nvcc,
cmake and what fetches NVIDIA's wheels. Nothing is built. Usage: cuda_machine_test.py CMAKE"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CMAKE = sys.argv.pop(1) if len(sys.argv) > 1 else "cmake"
TOOLS = "bash sh env dirname cat grep sed sort head tail timeout readlink mkdir chmod sleep tr kill rm".split()
KNOWN_12_4 = "50 60 70 75 80 86 87 89 90".split()
KNOWN_12_9 = KNOWN_12_4 + "100 101 103 120 121".split()
KNOWN_13 = "75 80 86 87 88 89 90 100 110 103 120 121".split()

KERNEL_550 = """NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024
GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)
"""
KERNEL_580 = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (builder@host)  Sun Jul 27 2025\n"
KERNEL_470 = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.256.02  Thu May  2 14:37:44 UTC 2024\n"


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + text + "\n")
    path.chmod(0o755)
    return path


def nvcc(path, version, known, works="exit 0"):
    return program(path, f"""case $1 in
  -std=c++20) {works} ;;
  --version) echo 'Cuda compilation tools, release {version}, V{version}.88' ;;
  --list-gpu-arch) printf 'compute_%s\\n' {' '.join(known)} ;;
esac""")


def nvidia_smi(path, driver, cuda, capabilities):
    return program(path, f"""case $* in
  '') echo '| NVIDIA-SMI {driver}    Driver Version: {driver}    CUDA Version: {cuda}     |' ;;
  *compute_cap*) printf '%s\\n' {' '.join(capabilities)} ;;
  *driver_version*) echo {driver} ;;
esac""")


class Machine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        at = pathlib.Path(folder.name)
        self.tree, self.slash, self.bin, self.home = at / "tree", at / "slash", at / "bin", at / "home"
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.environment = {"PATH": str(self.bin), "GPUPEAK_MACHINE_ROOT": str(self.slash)}

    def driver(self, text):
        path = self.slash / "proc/driver/nvidia/version"
        path.parent.mkdir(parents=True)
        path.write_text(text)


class Run(Machine):
    """scripts/run.sh as a user sees it."""

    def setUp(self):
        super().setUp()
        (self.tree / "scripts").mkdir(parents=True)
        for name in ("run.sh", "common.sh", "cuda_machine.sh"):
            shutil.copy(ROOT / "scripts" / name, self.tree / "scripts")
        (self.tree / "cmake").mkdir()
        shutil.copy(ROOT / "cmake/cuda_architectures.cmake", self.tree / "cmake")
        program(self.tree / "scripts/setup.sh", "")
        program(self.tree / "scripts/cuda_wheels.sh", f"echo > {self.tree}/fetched")
        program(self.bin / "cmake", f"""echo "$@" >> {self.tree}/asked
case $1 in
  --preset) mkdir -p build/release; echo '-- CUDA: something that a user should know' ;;
  --build) printf '#!/bin/sh\\necho measured\\n' > build/release/gpupeak; chmod +x build/release/gpupeak ;;
esac""")

    def run_sh(self, *arguments):
        done = subprocess.run(["bash", self.tree / "scripts/run.sh", *arguments], env=self.environment, cwd=self.tree, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        self.code, self.said = done.returncode, done.stderr
        asked = self.tree / "asked"
        self.configured = [line for line in (asked.read_text() if asked.exists() else "").splitlines() if line.startswith("--preset")]
        self.fetched = (self.tree / "fetched").exists()
        if self.code == 0:
            self.assertEqual(done.stdout, "measured\n", self.said)

    def check(self, says=(), fetched=False, configured=("-DGPUPEAK_CUDA=OFF",), code=0):
        self.assertEqual(self.code, code, self.said)
        self.assertEqual(self.fetched, fetched, self.said)
        self.assertEqual(len(self.configured), 1 if code == 0 else 0, self.configured)
        for word in configured if code == 0 else ():
            self.assertIn(word, self.configured[0])
        for word in says:
            self.assertIn(word, self.said)

    def test_a_driver_for_which_nothing_can_be_fetched_is_said_to_be_too_old(self):
        self.driver(KERNEL_550)
        nvidia_smi(self.bin / "nvidia-smi", "550.54.14", "12.4", ["9.0"])
        self.run_sh()
        self.check(["driver 550.54.14 is too old for CUDA 13", "driver 580", "CUDA Toolkit 12.4", "cuda-compat", "for the host alone"])

    def test_a_toolkit_that_the_driver_serves_is_taken_wherever_it_is(self):
        self.driver(KERNEL_550)
        nvidia_smi(self.bin / "nvidia-smi", "550.54.14", "12.4", ["9.0"])
        nvcc(self.slash / "usr/local/cuda/bin/nvcc", "13.0", KNOWN_13)
        places = {"usr/local/cuda-12.4": "", "usr/local/cuda-12.10": "", "opt/cuda": "", "named": "CUDA_HOME", "too": "CUDA_PATH",
                  "conda": "CONDA_PREFIX"}
        for place, variable in places.items():
            with self.subTest(place):
                home = self.slash / place
                nvcc(home / "bin/nvcc", "12.6", KNOWN_12_4)
                if variable:
                    self.environment[variable] = str(home)
                self.run_sh()
                self.check(["cuda/bin/nvcc is of CUDA 13.0, newer than the driver serves"] if not variable.startswith("CUDA") else [],
                           configured=["-DGPUPEAK_CUDA=AUTO", f"-DGPUPEAK_NVCC={home}/bin/nvcc", "-DGPUPEAK_CUDA_ARCHITECTURES=native"])
                shutil.rmtree(home)
                self.environment.pop(variable, None)
                (self.tree / "asked").unlink()

    def test_of_several_toolkits_the_newest_that_serves_is_taken(self):
        self.driver(KERNEL_550)
        for version in ("12.4", "12.10", "13.0"):
            nvcc(self.slash / f"usr/local/cuda-{version}/bin/nvcc", version, KNOWN_12_9)
        self.run_sh("--cuda", "auto")
        self.assertEqual(len(self.configured), 2, "first the host, as no nvidia-smi tells of a GPU, then every GPU")
        self.assertIn("-DGPUPEAK_CUDA=OFF", self.configured[0])
        self.assertIn(f"-DGPUPEAK_NVCC={self.slash}/usr/local/cuda-12.10/bin/nvcc -DGPUPEAK_CUDA_ARCHITECTURES=all", self.configured[1])

    def test_a_toolkit_newer_than_the_driver_is_not_built_with(self):
        self.driver(KERNEL_550)
        nvidia_smi(self.bin / "nvidia-smi", "550.54.14", "12.4", ["9.0"])
        nvcc(self.bin / "nvcc", "13.0", KNOWN_13)
        self.run_sh()
        self.check(["too old for CUDA 13", "nvcc is of CUDA 13.0, newer than the driver serves"])

    def test_a_driver_older_than_cuda_12_needs_another_in_any_case(self):
        self.driver(KERNEL_470)
        self.run_sh()
        self.check(["driver 470.256.02", "driver 580", "driver 525 or newer and a CUDA Toolkit"])

    def test_wheels_are_fetched_where_the_driver_serves_them(self):
        self.driver(KERNEL_580)
        nvidia_smi(self.bin / "nvidia-smi", "580.65.06", "13.0", ["9.0"])
        self.run_sh()
        self.check(fetched=True, configured=["-DGPUPEAK_CUDA=AUTO", f"-DGPUPEAK_NVCC={self.tree}/build/cuda/bin/nvcc", "=native"])

    def test_wheels_take_the_place_of_a_toolkit_that_is_too_old(self):
        for version, known, capability, says in (("11.8", KNOWN_12_4, "8.9", "11.8, older than 12.4"),
                                                 ("12.4", KNOWN_12_4, "12.0", "12.4, which does not know compute capability 12.0")):
            with self.subTest(version):
                shutil.rmtree(self.slash, ignore_errors=True)
                self.driver(KERNEL_580)
                nvidia_smi(self.bin / "nvidia-smi", "580.65.06", "13.0", [capability])
                nvcc(self.bin / "nvcc", version, known)
                self.run_sh()
                self.check([says], fetched=True, configured=["/build/cuda/bin/nvcc"])
                (self.tree / "asked").unlink()

    def test_a_toolkit_that_does_not_work_with_the_compiler_is_not_built_with(self):
        self.driver(KERNEL_580)
        nvidia_smi(self.bin / "nvidia-smi", "580.65.06", "13.0", ["9.0"])
        nvcc(self.bin / "nvcc", "12.4", KNOWN_12_4, works="echo 'host_config.h: error: #error -- unsupported GNU version!' >&2; exit 1")
        self.run_sh()
        self.check(["nvcc does not work with c++", "unsupported GNU version"], fetched=True, configured=["/build/cuda/bin/nvcc"])

    def test_cuda_compat_makes_an_old_driver_serve(self):
        self.driver(KERNEL_550)
        nvidia_smi(self.bin / "nvidia-smi", "550.54.14", "13.0", ["9.0"])
        self.run_sh()
        self.check(fetched=True, configured=["=native"])

    def test_the_driver_of_windows_tells_its_version_by_nvidia_smi(self):
        library = self.slash / "usr/lib/wsl/lib"
        nvidia_smi(library / "nvidia-smi", "552.22", "12.4", ["8.9"])
        (library / "libcuda.so.1").touch()
        self.run_sh()
        self.check(["driver 552.22 is too old for CUDA 13"])

    def test_nothing_is_fetched_for_gpus_without_kernels(self):
        self.driver(KERNEL_580)
        nvidia_smi(self.bin / "nvidia-smi", "580.65.06", "13.0", ["6.1", "7.0"])
        self.run_sh()
        self.check(["compute capability 7.0", "from 7.5 on", "for the host alone"])

    def test_a_gpu_beside_one_without_kernels_is_built_for(self):
        self.driver(KERNEL_580)
        nvidia_smi(self.bin / "nvidia-smi", "580.65.06", "13.0", ["8.9", "6.1"])
        nvcc(self.slash / "usr/local/cuda/bin/nvcc", "13.0", KNOWN_13)
        self.run_sh()
        self.check(["something that a user should know"], configured=["-DGPUPEAK_CUDA=AUTO", "=native"])

    def test_a_machine_without_an_nvidia_gpu_hears_nothing_of_drivers(self):
        self.run_sh()
        self.check()
        self.assertNotIn("driver", self.said)

    def test_a_gpu_without_a_driver_is_not_passed_over_in_silence(self):
        device = self.slash / "sys/bus/pci/devices/0000:01:00.0"
        device.mkdir(parents=True)
        (device / "vendor").write_text("0x10de\n")
        (device / "class").write_text("0x030200\n")
        self.run_sh()
        self.check(["no driver is loaded", "for the host alone"])

    def test_wheels_that_are_asked_for_are_refused_where_they_cannot_serve(self):
        self.driver(KERNEL_550)
        self.run_sh("--cuda", "wheels")
        self.check(["too old for CUDA 13"], code=2)


class Architectures(Machine):
    """cmake/cuda_architectures.cmake."""

    def architectures(self, wanted, mode, known, capabilities=None):
        script = self.slash / "script.cmake"
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"""include({ROOT}/cmake/cuda_architectures.cmake)
gpupeak_cuda_architectures({wanted} {nvcc(self.bin / 'nvcc', '13.0', known)} {mode} result)
message(NOTICE "result: ${{result}}")
""")
        if capabilities is not None:
            nvidia_smi(self.bin / "nvidia-smi", "580.65.06", "13.0", capabilities)
        done = subprocess.run([CMAKE, "-P", script], env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=60)
        self.said = " ".join(done.stdout.split())
        return self.said.partition("result:")[2].strip() if done.returncode == 0 else None

    def test_native_leaves_out_what_there_are_no_kernels_for(self):
        self.assertEqual(self.architectures("native", "AUTO", KNOWN_13, ["8.9", "6.1", "9.0", "8.9"]), "89-real;90a-real")
        self.assertIn("6.1 is left out: there are kernels from 7.5 on", self.said)
        self.assertNotIn("Toolkit", self.said)

    def test_without_a_gpu_to_compile_for_auto_goes_on_and_on_ends(self):
        for capabilities in (["6.1"], [], None):
            self.assertEqual(self.architectures("native", "AUTO", KNOWN_13, capabilities), "", self.said)
            self.assertIsNone(self.architectures("native", "ON", KNOWN_13, capabilities))
            self.assertIn("no kernels for this machine" if capabilities else "shows no GPU", self.said)
            self.assertNotIn("Toolkit", self.said)

    def test_a_newer_toolkit_is_asked_for_only_by_newer_gpus(self):
        self.assertEqual(self.architectures("native", "AUTO", KNOWN_12_4, ["12.0", "8.9"]), "89-real")
        self.assertIn("12.0 is left out", self.said)
        self.assertIn("install a newer CUDA Toolkit", self.said)
        self.assertEqual(self.architectures("native", "AUTO", ["90", "100"], ["8.0", "9.0"]), "90a-real")
        self.assertIn("no longer compiles for it", self.said)
        self.assertIsNone(self.architectures("native", "ON", KNOWN_12_4, ["12.0"]))

    def test_all_has_what_the_compiler_knows_and_ptx_of_the_newest(self):
        self.assertEqual(self.architectures("all", "ON", KNOWN_13),
                         "75-real;80-real;86-real;89-real;90a-real;100-real;110-real;120-real;120-virtual")
        self.assertEqual(self.architectures("all", "ON", KNOWN_12_4), "75-real;80-real;86-real;89-real;90a-real;90-virtual")
        self.assertEqual(self.architectures("'80;90a'".replace("'", '"'), "ON", KNOWN_13), "80;90a")


if __name__ == "__main__":
    unittest.main()
