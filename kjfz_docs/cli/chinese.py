"""click in Chinese: headings, wrapping by display width, usage errors, exit codes.

click takes its words from gettext's global domain; a program's own words must not depend on what is installed
there, so they are set here, in the classes that print them.
"""

from __future__ import annotations

import difflib
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import click

OK, FINDINGS, UNUSABLE, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 141, 130

_HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}
# No line begins with one of these.
_CLOSING = "，。；：、？！）》”’…,.;:?!)]}"


def width_of(text: str) -> int:
    """How many columns a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most ``width`` columns: Chinese breaks anywhere, other words at spaces."""
    lines: list[str] = []
    line: list[str] = []
    for token in _tokens(text):
        if line and width_of("".join(line) + token.rstrip()) > width:
            # A closing mark takes the character before it along.
            along = [line.pop()] if token[0] in _CLOSING and len(line) > 1 else []
            lines.append("".join(line).rstrip())
            line = along
        line.append(token)
    return [*lines, "".join(line).rstrip()] if line else lines


def _tokens(text: str) -> Iterator[str]:
    word = ""
    # Where Chinese goes on in the next line of the source, no space is meant.
    for character in re.sub(r"(?<=[\u3000-\uffef]) (?=[\u3000-\uffef])", "", " ".join(text.split())):
        if unicodedata.east_asian_width(character) in "WF":
            if word:
                yield word
            word = ""
            yield character
        elif character == " ":
            yield word + " "
            word = ""
        else:
            word += character
    if word:
        yield word


class ChineseFormatter(click.HelpFormatter):
    """Help in Chinese, aligned by display width."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"{prefix or '用法：'}{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        for paragraph in text.split("\n\n"):
            for line in wrap(paragraph, self.width - self.current_indent):
                self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((width_of(name) for name, _ in rows), default=0), col_max) + col_spacing
        left = " " * self.current_indent
        for name, text in rows:
            lines = wrap(text.replace("[required]", "（必填）"), max(self.width - first - len(left), 10))
            fits = width_of(name) <= first - col_spacing
            head = name + " " * (first - width_of(name)) if fits else f"{name}\n{left}{'':>{first}}"
            self.write(f"{left}{head}{(lines or [''])[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{left}{'':>{first}}{line}\n")


class ChineseContext(click.Context):
    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help and usage errors are Chinese."""

    context_class = ChineseContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        settings = kwargs.setdefault("context_settings", {})
        settings.setdefault("help_option_names", ["-h", "--help"])
        # Taken here so that the complaint about them can be made in Chinese.
        settings.setdefault("allow_extra_args", True)
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示用法"
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group):
            raise click.UsageError(f"多余的参数：{' '.join(rest)}", ctx)
        return rest


class ChineseGroup(ChineseCommand, click.Group):
    """The commands of a program; ``main`` turns everything that can go wrong into a line and an exit code.

    A command returns its exit code.
    """

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, subcommand_metavar="命令 …", **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order they were made, which is that of their use, not of the alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"没有命令“{args[0]}”{suggestion(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
            return code
        except BrokenPipeError:
            # Caught here because click would make an exit code of 1 of it, which has another meaning.
            return _leave_quietly()

    def main(self, *args: Any, **extra: Any) -> Any:
        """As click's, but leaving with the exit codes of this program and words in Chinese."""
        if not extra.pop("standalone_mode", True):
            return self._run(*args, **extra)
        sys.exit(self._exit_code(*args, **extra))

    def _run(self, *args: Any, **extra: Any) -> int:
        run: Any = super().main  # its overloads do not know of arguments passed on
        return int(run(*args, **extra, standalone_mode=False) or OK)

    def _exit_code(self, *args: Any, **extra: Any) -> int:
        try:
            return self._run(*args, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            return UNUSABLE
        except click.UsageError as error:
            return _complain(usage_message(error), error.ctx)
        except click.ClickException as error:
            return _complain(error.format_message(), None)
        except OSError as error:  # the output itself: a full disk, a closed stream
            return _complain(f"无法输出：{error.strerror or error}", None)
        except (click.Abort, KeyboardInterrupt):
            click.echo("\n已中断。", err=True)
            return INTERRUPTED


def suggestion(given: str, known: Iterable[str]) -> str:
    """“；是不是 …？” with the nearest spelling, or nothing."""
    near = difflib.get_close_matches(given, list(known), n=1, cutoff=0.5)
    return f"；是不是“{near[0]}”？" if near else ""


def usage_message(error: click.UsageError) -> str:
    """A usage error of click in Chinese."""
    if isinstance(error, click.NoSuchOption):
        known = [name for param in _params(error) for name in (*param.opts, *param.secondary_opts)]
        return f"没有选项“{error.option_name}”{suggestion(error.option_name, known)}"
    if isinstance(error, click.BadOptionUsage):
        flags = [name for param in _params(error) if getattr(param, "is_flag", False) for name in param.opts]
        takes_none = error.option_name in flags
        return f"选项“{error.option_name}”{'不带内容' if takes_none else '后面缺少内容'}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{'选项' if isinstance(error.param, click.Option) else '参数'}{_name(error.param)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param)}：{error.message}" if error.param else error.message
    if type(error) is click.UsageError and not any(letter >= "\u4e00" for letter in error.message):
        return "缺少命令" if error.ctx and isinstance(error.ctx.command, click.Group) else "用法不对"
    return error.message


def _params(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.get_params(error.ctx) if error.ctx else []


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return f"“{' / '.join(param.opts) if isinstance(param, click.Option) else param.metavar or param.name}”"


def _complain(message: str, ctx: click.Context | None) -> int:
    if ctx is not None:
        click.echo(ctx.get_usage(), err=True)
        click.echo(f"“{ctx.command_path} --help”可查看用法。\n", err=True)
    click.echo(f"{click.style('错误：', fg='red')}{message}", err=True)
    return UNUSABLE


def _leave_quietly() -> int:
    # What is still in the buffer has no reader any more; without this the interpreter complains on leaving.
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    return BROKEN_PIPE
