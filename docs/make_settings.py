"""Writes `docs/settings.md` from the settings' own descriptions: `python docs/make_settings.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from zenhire.kit.settings import PREFIX, Settings

PAGE = Path(__file__).with_name("settings.md")

_HEAD = """# Settings

Made by `python docs/make_settings.py` from `src/zenhire/kit/settings.py`; change it there. How settings are given
and which wins is told in [operating](operating.md#settings).

| Variable | Default | Meaning |
|---|---|---|
"""

_COMPUTED = {
    "data_dir": "`/var/lib/zenhire` for root, else `~/.local/share/zenhire`",
    "models_dir": "`share/zenhire/models` in the Python environment",
}


def _default(name: str, field: FieldInfo) -> str:
    if name in _COMPUTED:
        return _COMPUTED[name]
    value: Any = field.get_default(call_default_factory=True)
    if value is None or value == "":
        return "unset"
    assert not isinstance(value, SecretStr)
    return f"`{value}`"


def page() -> str:
    """The whole page."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(name, field)} | {(field.description or '').replace('|', '&#124;')} |"
        for name, field in Settings.model_fields.items()
    ]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
