"""Settings: frozen, checked when they are read. IT policy first, then the environment, then the person's own file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import site_config_path, user_config_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from .errors import InputError, SheetLLMError
from .ports import Usage

PREFIX = "SHEETLLM_"
FILE_NAME = "settings.toml"


def policy_file() -> Path:
    """What IT set for every user of this computer; it overrides everything else. It need not exist."""
    return site_config_path("sheetllm", appauthor=False) / FILE_NAME


def user_file() -> Path:
    """The person's own settings. It need not exist."""
    return user_config_path("sheetllm", appauthor=False) / FILE_NAME


class Settings(BaseSettings):
    """All settings, each also an environment variable (``model`` is SHEETLLM_MODEL) and a line of ``settings.toml``.

    The four prices are US dollars a million tokens, as your contract or the price list has them; without the first two
    no cost is shown. Token bounds are in estimated tokens, see ``chain.Budget``. The three caps are hard, see
    ``ledger.Caps``. ``read_seconds``, ``read_cells`` (of one sheet) and ``read_megabytes`` (of one part, unpacked)
    bound what a file may cost; see ``hosts.limits``, whose other bounds follow the last one.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    model: str = Field("claude-sonnet-5-5", min_length=1, max_length=200)
    base_url: str = "https://api.anthropic.com"
    deadline_seconds: float = Field(90.0, ge=1, le=3600)
    max_retries: int = Field(2, ge=0, le=10)
    structured_output: bool = True
    sheet_tokens: int = Field(60_000, ge=1_000)
    table_tokens: int = Field(16_000, ge=500)
    max_parts: int = Field(32, ge=1, le=1_000)
    reply_tokens: int = Field(2_048, ge=64)
    calls_a_minute: int | None = Field(60, ge=0)
    tokens_a_day: int | None = Field(None, ge=0)
    tokens_a_workbook: int | None = Field(None, ge=0)
    read_seconds: float = Field(30.0, gt=0, le=3600)
    read_cells: int = Field(10_000_000, ge=1_000)
    read_megabytes: int = Field(1_024, ge=1)
    input_price: float | None = Field(None, ge=0)
    output_price: float | None = Field(None, ge=0)
    cache_write_price: float | None = Field(None, ge=0)
    cache_read_price: float | None = Field(None, ge=0)

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        parts = urlsplit(url)
        extras = parts.username or parts.password or parts.query or parts.fragment
        if parts.scheme not in ("http", "https") or not parts.hostname or extras:
            raise ValueError("write it as https://host or http://127.0.0.1:11434, without name, password or query")
        return url.rstrip("/")

    def cost(self, usage: Usage) -> float | None:
        """US dollars of a usage; None where no prices are set. Cache tokens without a price of their own cost as input.

        >>> Settings(input_price=3, output_price=15).cost(Usage(1_000_000, 100_000))
        4.5
        """
        if self.input_price is None or self.output_price is None:
            return None
        write = self.input_price if self.cache_write_price is None else self.cache_write_price
        read = self.input_price if self.cache_read_price is None else self.cache_read_price
        dollars = usage.input_tokens * self.input_price + usage.output_tokens * self.output_price
        return (dollars + usage.cache_write_tokens * write + usage.cache_read_tokens * read) / 1e6

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
        policy = TomlConfigSettingsSource(settings_cls, policy_file())
        return policy, init_settings, env_settings, TomlConfigSettingsSource(settings_cls, user_file())


def load(**given: Any) -> Settings:
    """The settings in force; ``given`` are command-line options, None for one not given. Raises SheetLLMError."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise InputError(f"There is no setting {name}; there is: {', '.join(Settings.model_fields)}.") from None
        said = first["msg"].removeprefix("Value error, ")
        raise InputError(f"The setting {name} ({PREFIX}{name.upper()} or {FILE_NAME}) is not valid: {said}.") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"A {FILE_NAME} cannot be read: {error} ({user_file()} or {policy_file()}).") from None
    except OSError as error:
        raise SheetLLMError(f"A {FILE_NAME} cannot be read: {error.strerror} ({error.filename}).") from None
