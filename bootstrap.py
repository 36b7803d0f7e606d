#!/usr/bin/env python3
"""Set the project up in .venv beside this file, then do one thing with it.

    python3 bootstrap.py demo               run the main job on invented data (makes ./kjfz-demo/)
    python3 bootstrap.py test [ARGUMENT…]   check format, lint, types and tests (arguments go to pytest)

Needs Python 3.11 or later and nothing else; writes nothing outside the checkout (and ./kjfz-demo/).
"""

import sys

# Older ones must get as far as this: keep the whole file in the syntax of Python 3.7.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "需要 Python 3.11 或更高版本，当前是 {0}.{1}。请用新版本运行，例如：python3.12 bootstrap.py demo\n"
        "This is Python {0}.{1}; 3.11 or later is needed, e.g. python3.12 bootstrap.py demo".format(
            *sys.version_info
        )
    )

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "bootstrap-stamp.txt"
# `pip install --group` came with it.
OLDEST_PIP = (25, 1)

# What each command needs installed (None: the project alone), and what it runs.
GROUPS: Mapping[str, "str | None"] = {"demo": None, "test": "dev"}


class CannotSetUp(Exception):  # noqa: N818 - says what happened
    """A reason, in Chinese and English, that the user can act on."""


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in GROUPS:
        asked_for_help = bool(arguments) and arguments[0] in ("-h", "--help")
        print(__doc__, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    command, rest = arguments[0], list(arguments[1:])
    try:
        set_up(GROUPS[command])
    except CannotSetUp as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        say("安装没有完成，原因见上。", "Setting up failed; see above.")
        return error.returncode or 1
    return demo(rest) if command == "demo" else test(rest)


def demo(arguments: Sequence[str]) -> int:
    """``kjfz demo`` in the caller's folder; -P because that folder is no place to import from."""
    command = [str(venv_python()), "-P", "-m", "kjfz_docs.cli", "demo", *arguments]
    return subprocess.run(command, env=environment(), check=False).returncode


def test(arguments: Sequence[str]) -> int:
    """Every check, in the order of how fast they are; all run, and the first failure gives the exit code."""
    python = str(venv_python())
    checks = (
        [python, "-m", "ruff", "format", "--check"],
        [python, "-m", "ruff", "check"],
        [python, "-m", "mypy"],
        [python, "-m", "pytest", *arguments],
    )
    codes = []
    for check in checks:
        say(f"运行 {' '.join(check[2:4])}", f"running {' '.join(check[2:])}")
        codes.append(subprocess.run(check, cwd=ROOT, env=environment(), check=False).returncode)
    return next((code for code in codes if code), 0)


# ---------------------------------------------------------------- the environment


def set_up(group: "str | None") -> None:
    """Make .venv and install into it, unless both are there and as pyproject.toml asks."""
    wanted, done = fingerprint(), read_stamp()
    groups = done.get("groups", "").split() if done.get("pyproject") == wanted else []
    usable = works()
    if usable and (group or "-") in groups:
        return
    if usable:
        # Taken away first: an interrupted installation must not look finished.
        STAMP.unlink(missing_ok=True)
        try:
            install(group)
        except subprocess.CalledProcessError:
            # An earlier run may have been interrupted in the middle of an installation.
            say("现有 .venv 不完整，重新建立", "the present .venv is incomplete, making it anew")
            usable, groups = False, []
    if not usable:
        make_venv()
        groups = []
        install(group)
    groups = sorted({*groups, "-", group or "-"})
    STAMP.write_text(f"pyproject={wanted}\ngroups={' '.join(groups)}\n", encoding="utf-8")


def install(group: "str | None") -> None:
    """Install the project, editable, and the dependency group."""
    say("安装项目及依赖", "installing the project and what it needs")
    if group and not new_pip():
        run_pip("install", "--upgrade", f"pip>={'.'.join(map(str, OLDEST_PIP))}")
    run_pip("install", "--editable", ".", *(("--group", group) if group else ()))


def fingerprint() -> str:
    """What the installation depends on: pyproject.toml, this Python, and where the checkout stands."""
    parts = ((ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), os.fsencode(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read_stamp() -> "dict[str, str]":
    try:
        lines = STAMP.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def venv_python() -> Path:
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def own_python() -> str:
    """The Python to make .venv with: never the one inside it, which goes away when .venv is made anew."""
    inside = same_place(sys.prefix)
    return (getattr(sys, "_base_executable", None) if inside else None) or sys.executable


def works() -> bool:
    """Whether .venv is whole: made by this Python's version, in this place, with a pip that starts."""
    probe = "import sys, pip; print(sys.prefix); print(sys.version)"
    answer = output_of([str(venv_python()), "-c", probe])
    lines = answer.splitlines() if answer else []
    return len(lines) >= 2 and "\n".join(lines[1:]) == sys.version and same_place(lines[0])


def same_place(prefix: str) -> bool:
    try:
        return os.path.samefile(prefix, VENV)
    except OSError:
        return False


def new_pip() -> bool:
    answer = output_of([str(venv_python()), "-c", "import pip; print(pip.__version__)"]) or "0"
    numbers = [int(part) if part.isdigit() else 0 for part in answer.strip().split(".")[:2]]
    return tuple(numbers) >= OLDEST_PIP


def make_venv() -> None:
    """Make .venv by the first way that this machine has."""
    reasons = []
    for name, way in WAYS:
        remove_venv()
        say(f"建立 .venv（{name}）", f"making .venv ({name})")
        failures = (reason for reason in map(failure_of, way()) if reason)
        reason = next(failures, None)
        if reason is None and works():
            return
        reasons.append(f"  {name}: {reason or 'pip is missing in what it made'}")
    remove_venv()
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise CannotSetUp(
        "无法建立虚拟环境。此 Python 可能缺少 ensurepip，也没有 pip、virtualenv 或 uv 可用。\n"
        "请安装其中之一后重新运行，例如在 Debian、Ubuntu 上：\n"
        f"  apt install python3-venv    （或 python{version}-venv）\n"
        "Cannot make a virtual environment: this Python may lack ensurepip, and there is no working pip,\n"
        "virtualenv or uv. Install one of them, such as the package named above, and run this again.\n"
        "Tried:\n" + "\n".join(reasons)
    )


def remove_venv() -> None:
    try:
        if VENV.is_symlink() or VENV.is_file():
            # What a link points to is not ours.
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise CannotSetUp(
            f"无法删除旧的 .venv：请关闭正在使用它的程序后重新运行。\n"
            f"Cannot remove the old .venv: close what uses it and run this again.\n  {error}"
        ) from error


def by_venv() -> Iterator["list[str]"]:
    yield [own_python(), "-m", "venv", str(VENV)]


def by_venv_and_foreign_pip() -> Iterator["list[str]"]:
    # Debian without python3-venv: venv is there, ensurepip is not. A pip outside can fill the environment.
    yield [own_python(), "-m", "venv", "--without-pip", str(VENV)]
    yield [own_python(), "-m", "pip", "--python", str(venv_python()), "install", "pip"]


def by_virtualenv() -> Iterator["list[str]"]:
    yield [shutil.which("virtualenv") or "virtualenv", "--python", own_python(), str(VENV)]


def by_uv() -> Iterator["list[str]"]:
    yield [shutil.which("uv") or "uv", "venv", "--seed", "--python", own_python(), str(VENV)]


WAYS: "tuple[tuple[str, Callable[[], Iterator[list[str]]]], ...]" = (
    ("venv", by_venv),
    ("venv + pip", by_venv_and_foreign_pip),
    ("virtualenv", by_virtualenv),
    ("uv", by_uv),
)


# ---------------------------------------------------------------- running


def environment() -> "dict[str, str]":
    """The environment of what is run: caches stay inside the checkout unless the user put them elsewhere."""
    env = dict(os.environ)
    # An environment that is active, or another's modules, must not leak into ours.
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX"):
        env.pop(name, None)
    caches = ROOT / ".venv-cache"
    for name in ("PIP_CACHE_DIR", "UV_CACHE_DIR", "VIRTUALENV_OVERRIDE_APP_DATA"):
        env.setdefault(name, str(caches / name.split("_")[0].lower()))
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    env["PIP_USER"] = "0"
    env["PYTHONUTF8"] = "1"
    return env


def run_pip(*arguments: str) -> None:
    command = [str(venv_python()), "-m", "pip", "--quiet", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True)


def failure_of(command: Sequence[str]) -> "str | None":
    """Run a step of making .venv; its last words if it failed, None if it went well."""
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    words = (done.stderr.strip() or done.stdout.strip()).decode("utf-8", "replace").splitlines()
    return words[-1].strip() if words else f"exit code {done.returncode}"


def output_of(command: Sequence[str]) -> "str | None":
    try:
        done = subprocess.run(command, env=environment(), capture_output=True, check=False)
    except OSError:
        return None
    return (
        done.stdout.decode("utf-8", "replace").replace("\r\n", "\n").strip() if not done.returncode else None
    )


def say(chinese: str, english: str) -> None:
    print(f"· {chinese} / {english}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show Chinese must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("已中断，重新运行即可继续", "interrupted; run it again to go on")
        sys.exit(130)
