"""The same product without a screen: the operator's command line."""

import io
import sys
from typing import NoReturn

import typer

from commands import accounts, api_tokens, codes, figures, intake, keeping, reports, setting_up
from commands.console import DONE, fail
from models.errors import ProductError
from services import settings
from services.complaints import complaint

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, help="工业质量品牌自评"
)
for group in (setting_up, accounts, api_tokens, codes, intake, figures, reports, keeping):
    app.add_typer(group.app)


def main() -> NoReturn:
    """Run a command; whatever goes wrong ends as one line and 2, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(app(standalone_mode=False) or DONE)
    except typer.Exit as ended:
        sys.exit(ended.exit_code)
    except typer.Abort:
        fail("已中止。")
    except ProductError as fault:
        fail(str(fault))
    except typer.TyperException as fault:
        fail(f"命令写得不对：{complaint(str(fault))}用 --help 查看写法。")
    except Exception as fault:  # noqa: BLE001 - nobody at a console can use a traceback; the log has it
        settings.log().exception("unexpected fault")
        fail(f"程序出错（{type(fault).__name__}：{fault}）。详情在 {settings.var_dir() / 'logs'}，请告诉维护人员。")


if __name__ == "__main__":
    main()
