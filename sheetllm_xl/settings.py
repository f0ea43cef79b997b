"""Settings: frozen, checked when they are read. IT policy first, then the environment, then the person's own file."""

from __future__ import annotations

import json
import os
import re
import time
import tomllib
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit

from platformdirs import site_config_path, user_config_path
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from .errors import SettingError
from .output import replace
from .ports import API as API  # also for who reads the settings
from .ports import Usage, is_loopback
from .record.prices import LISTED, Price
from .text.secret import holds

PREFIX = "SHEETLLM_"
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,60}[A-Za-z0-9])?")
_GOOGLE = {"global": "aiplatform", "us": "aiplatform.us.rep", "eu": "aiplatform.eu.rep"}
_BEDROCK_NAME = re.compile(r"(?:[a-z-]{1,20}\.)?anthropic\.(.+?)(?:-v\d+(?::\d+)?)?")  # the model's own within it
FILE_NAME = "settings.toml"
_OTHERS = ("DEBUG", "CORPUS", "EXAMPLES", "BENCH_CELLS", "WINE", "WINE_MINUTES")  # of the command line, and of tests


def policy_file() -> Path:
    """What IT set for every user of this computer; it overrides everything else. It need not exist."""
    return site_config_path("sheetllm", appauthor=False) / FILE_NAME


def user_file() -> Path:
    """The person's own settings. It need not exist."""
    return user_config_path("sheetllm", appauthor=False) / FILE_NAME


class _File(TomlConfigSettingsSource):
    """A settings file. Its table of prices takes the place of one from below as a whole: no two lists are mixed."""

    def __call__(self) -> dict[str, Any]:
        values = super().__call__()
        prices = values.get("prices")
        return values | {"prices": tuple(prices.items())} if isinstance(prices, dict) else values


class Settings(BaseSettings):
    """All settings, each also an environment variable (``model`` is SHEETLLM_MODEL) and a line of ``settings.toml``.

    ``prices`` are a table a model, ``[prices."claude-sonnet-5-5"]``, see ``Price``; where none is set, those of the
    list hold at Anthropic's own address, and for a model without one no cost is shown. Token bounds are in estimated
    tokens, see ``chain.Budget``. The caps are hard, see ``ledger.Caps``. ``batch_calls``: more new questions at once
    wait until the person has agreed to what they cost. ``batches``: rows go through the Message Batches API.
    ``quiet_seconds``: how long a cell must not have changed what it asks before that is sent, a little more than a
    second by default, for somebody who types a number a second.
    ``withhold``: whether a cell shows no answer that is in doubt, however likely it is right.
    ``telemetry_url``: the collector of a company that gets ids and sizes of each question, see ``models.telemetry``.
    ``receipt_questions``: whether receipts hold the question and the workbook's name. ``read_seconds``, ``read_cells``
    (of all sheets) and ``read_megabytes`` (of one part, unpacked) bound what a file may cost; see ``files.limits``,
    whose other bounds follow the last one. ``range_cells`` bounds what one range of an open workbook may hold.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    model: str = Field("claude-sonnet-5-5", min_length=1, max_length=200)
    base_url: str = API
    road: Literal["direct", "bedrock", "vertex", "foundry", "gateway"] = "direct"
    aws_region: str = ""
    aws_profile: str = ""
    vertex_project: str = ""
    vertex_region: str = ""
    foundry_resource: str = ""
    gateway_headers: dict[str, str] | None = None
    deadline_seconds: float = Field(90.0, ge=1, le=3600)
    quiet_seconds: float = Field(1.2, ge=0, le=60)
    max_retries: int = Field(2, ge=0, le=10)
    structured_output: bool = True
    sheet_tokens: int = Field(60_000, ge=1_000)
    table_tokens: int = Field(16_000, ge=500)
    max_parts: int = Field(32, ge=1, le=1_000)
    reply_tokens: int = Field(2_048, ge=64)
    calls_a_minute: int | None = Field(60, ge=0)
    tokens_a_day: int | None = Field(None, ge=0)
    tokens_a_workbook: int | None = Field(None, ge=0)
    dollars_a_day: float | None = Field(None, ge=0)
    dollars_a_workbook: float | None = Field(None, ge=0)
    batch_calls: int = Field(20, ge=1)
    batches: bool = False
    withhold: bool = False
    receipt_questions: bool = True
    read_seconds: float = Field(30.0, gt=0, le=3600)
    read_cells: int = Field(10_000_000, ge=1_000)
    range_cells: int = Field(2_000_000, ge=1_000)
    read_megabytes: int = Field(1_024, ge=1)
    prices: dict[str, Price] | None = None
    telemetry_url: str = ""

    @field_validator("prices", mode="before")
    @classmethod
    def _as_table(cls, prices: Any) -> Any:
        return dict(prices) if isinstance(prices, tuple) else prices

    @field_validator("base_url", "telemetry_url")
    @classmethod
    def _is_address(cls, url: str, given: ValidationInfo) -> str:
        if not url and given.field_name == "telemetry_url":
            return ""
        parts = urlsplit(url)
        extras = parts.username or parts.password or parts.query or parts.fragment
        if parts.scheme not in ("http", "https") or not _is_host(parts) or not parts.path.isascii() or extras:
            raise ValueError("write it as https://host or http://127.0.0.1:11434, without name, password or query")
        if given.field_name == "telemetry_url" and parts.scheme == "http" and not is_loopback(url):
            raise ValueError("write it as https://host; http is for this very computer (127.0.0.1) alone")
        return url.rstrip("/")

    @field_validator("aws_region", "vertex_project", "vertex_region", "foundry_resource")
    @classmethod
    def _is_label(cls, name: str) -> str:
        if name and not _LABEL.fullmatch(name):
            raise ValueError("it becomes part of an address, so it is letters, digits and dashes alone")
        return name

    @property
    def address(self) -> str:
        """What is really asked: ``base_url`` where one is set, else the address of the cloud on whose road we go."""
        google = _GOOGLE.get(self.vertex_region, f"{self.vertex_region}-aiplatform")
        clouds = {
            "bedrock": f"https://bedrock-runtime.{self.aws_region}.amazonaws.com",
            "vertex": f"https://{google}.googleapis.com/v1",
            "foundry": f"https://{self.foundry_resource}.services.ai.azure.com/anthropic",
        }
        return self.base_url if self.base_url != API else clouds.get(self.road, API)

    @field_validator("model")
    @classmethod
    def _is_no_key(cls, name: str) -> str:
        if holds(name):
            raise ValueError("it is an API key, which is not sent as the name of a model")
        return name

    def price(self, model: str | None = None) -> Price | None:
        """The price of a model (else the one that is set), also under its dated name and the one a cloud gives it.

        None where none is set, and none is listed for the address.
        """
        asked = model or self.model
        known = self.prices if self.prices is not None else LISTED if self.address == API else {}
        bedrock = _BEDROCK_NAME.fullmatch(asked)
        plain = bedrock[1] if bedrock else asked
        return known.get(asked) or known.get(re.sub(r"[-@]\d{8}$", "", plain))

    def cost(self, usage: Usage, model: str | None = None) -> float | None:
        """US dollars of a usage; None where the model has no price."""
        price = self.price(model)
        return None if price is None else price.cost(usage)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Policy, then what is passed in (command-line options), then the environment, then the person's file."""
        return _File(settings_cls, policy_file()), init_settings, env_settings, _File(settings_cls, user_file())


def _is_host(parts: SplitResult) -> bool:
    """Whether an address names a host that can be looked up, and no port that is none."""
    try:
        return bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:
        return False


def load(**given: Any) -> Settings:
    """The settings in force; ``given`` are command-line options, None for one not given. Raises SettingError."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
            raise SettingError(f"There is no setting {name}; there is: {', '.join(Settings.model_fields)}.") from None
        message = first["msg"].removeprefix("Value error, ")
        within = "".join(f"{part}, " for part in first["loc"][1:])
        raise SettingError(
            f"The setting {name} ({PREFIX}{name.upper()} or {FILE_NAME}) is not valid: {within}{message}."
        ) from None
    except SettingsError as error:
        raise SettingError(f"A setting in the environment is not JSON ({error}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        raise _unreadable() from None


def unknown_names() -> list[str]:
    """A sentence for each variable of the environment that is named like a setting, and is none."""
    known = [*map(str.upper, Settings.model_fields)]
    found = []
    for name in sorted(os.environ):
        own = name.upper().removeprefix(PREFIX)
        if own != name.upper() and own not in (*known, *_OTHERS):
            near = "".join(f"; there is {PREFIX}{one}" for one in get_close_matches(own, known, n=1))
            found.append(f"{name} is no setting, so it changes nothing{near}.")
    return found


def set_line(name: str, value: str | float | None) -> None:
    """Set a setting in the person's own file, or with None leave it out. Raises SettingError, HostError.

    Every other line stays. The file is read as TOML before and after, so the line is found however its key is spelled.
    """
    path = user_file()
    try:
        text = path.read_bytes().decode() if path.exists() else ""
        before = tomllib.loads(text)
    except (OSError, ValueError):
        raise _unreadable() from None
    lines = text.splitlines(keepends=True)
    first, last = _span(lines, name, before) if name in before else (0, 0)
    quoted = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's basic string, but for DEL
    changed = "".join((*lines[:first], *[f"{name} = {quoted}\n"] * (value is not None), *lines[last:]))
    wanted = {key: other for key, other in (before | {name: value}).items() if other is not None}
    try:
        whole = tomllib.loads(changed) == wanted
    except ValueError:
        whole = False
    if not whole:
        raise SettingError(f"{FILE_NAME} cannot be changed by itself; set {name} in it by hand.", str(path))
    replace(path, changed)


def _span(lines: list[str], name: str, before: dict[str, Any]) -> tuple[int, int]:
    """The lines that set ``name``: the fewest without which the file says all else, and says it alike."""
    others = {key: value for key, value in before.items() if key != name}
    starts = [i for i, line in enumerate(lines) if name in line]
    for length in range(1, len(lines) + 1):
        for first in starts:
            try:
                if tomllib.loads("".join((*lines[:first], *lines[first + length :]))) == others:
                    return first, first + length
            except ValueError:
                continue
    return 0, 0


def _unreadable() -> SettingError:
    """Which file cannot be read, and why."""
    for whose, path in (("The administrator's", policy_file()), ("Your", user_file())):
        try:
            tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except OSError as error:
            return SettingError(f"{whose} {FILE_NAME} cannot be read: {error.strerror}.", str(path))
        except ValueError as error:
            return SettingError(f"{whose} {FILE_NAME} cannot be read: {error}.", str(path))
    return SettingError(f"A {FILE_NAME} could not be read; try again.")


class InForce:
    """The settings as the files have them now, looked at again where the last look is older than ``life`` seconds.

    ``last`` are those that were last without a fault, at first the defaults: for what sends nothing.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, life: float = 2.0) -> None:
        self._clock, self._life = clock, life
        self._looked = float("-inf")
        self._fault: SettingError | None = None
        self.last = Settings.model_construct()

    def __call__(self) -> Settings:
        """Raises SettingError, for as long as it holds."""
        if self._clock() - self._looked > self._life:
            self._looked = self._clock()
            try:
                self.last, self._fault = load(), None
            except SettingError as error:
                self._fault = error
        last, fault = self.last, self._fault
        if fault:
            raise SettingError(str(fault), fault.place)
        return last
