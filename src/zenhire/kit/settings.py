"""Every setting, from the environment (`ZENHIRE_*`), a `.env` file or a TOML file, with its origin.

The contract's limits are settings too; their defaults are the contract's values.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "ZENHIRE_"


def default_data_dir() -> Path:
    """Where the platform keeps its state: /var/lib/zenhire as root, the user's data folder otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/zenhire")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "zenhire"


def default_models_dir() -> Path:
    """Model weights live beside the environment that uses them."""
    return Path(sys.prefix) / "share" / "zenhire" / "models"


class Settings(BaseSettings):
    """All settings of all processes."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    # Places and processes
    data_dir: Path = Field(default_factory=default_data_dir, description="Folder of the embedded database and files")
    models_dir: Path = Field(default_factory=default_models_dir, description="Folder of model weights")
    database_url: SecretStr | None = Field(default=None, description="PostgreSQL >= 15 with pgvector; unset: embedded")
    database_pool: int = Field(default=10, ge=2, description="Connections kept per process")
    file_store: str = Field(default="", description="s3://bucket/prefix or a folder; unset: files/ in the data folder")
    host: str = Field(default="127.0.0.1", description="Address the API listens on")
    port: int = Field(default=8080, ge=0, le=65535, description="Port the API listens on; 0 takes a free one")
    metrics_host: str = Field(default="127.0.0.1", description="Address of the Prometheus metrics")
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="Port of the Prometheus metrics; 0 switches them off"
    )
    trusted_proxies: str = Field(default="", description="Comma-separated CIDRs whose X-Forwarded-For is believed")
    worker_processes: int = Field(default=1, ge=0, description="Worker processes under `zenhire serve`")
    worker_concurrency: int = Field(default=4, ge=1, description="Recordings one worker process works on at a time")
    worker_match_concurrency: int = Field(
        default=4, ge=1, description="Matches one worker process works on at a time, besides its recordings"
    )
    engine_processes: int = Field(
        default=0, ge=0, description="Engine child processes per worker; 0 takes one per core"
    )
    engine_match_processes: int = Field(
        default=1, ge=0, description="Further ones that only matches use, so that they do not wait for recordings"
    )
    log_format: Literal["console", "json"] = Field(default="console", description="How log lines are written")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe line written"
    )
    secret_key: SecretStr | None = Field(
        default=None, description="Key of the API-key hash; unset: made once and kept in the data folder"
    )

    # Engines
    asr: str = Field(default="auto", description="pocketsphinx | whisper:MODEL | openai:MODEL | auto")
    asr_base_url: str = Field(default="", description="Base URL of an OpenAI-compatible transcription service")
    asr_api_key: SecretStr | None = Field(default=None, description="Key of that service")
    asr_timeout_seconds: float = Field(default=120.0, gt=0, description="Longest wait for one segment's transcript")
    embedder: str = Field(default="auto", description="minilm | auto")
    llm: str = Field(default="off", description="off | openai; a language model that adds words and never a score")
    llm_base_url: str = Field(default="", description="Base URL of an OpenAI-compatible chat service")
    llm_api_key: SecretStr | None = Field(default=None, description="Key of that service")
    llm_model: str = Field(default="", description="The model that the service is asked for")
    llm_timeout_seconds: float = Field(
        default=60.0, gt=0, description="Longest wait for one answer of the language model, all tries together"
    )

    # Limits of the contract: all modules
    rate_limit_per_minute: int = Field(
        default=500, ge=1, description="Submits a minute per key unless the key says else"
    )
    metadata_max_keys: int = Field(default=50, ge=0, description="Keys in metadata")
    metadata_max_key_chars: int = Field(default=40, ge=1, description="Characters in a metadata key")
    metadata_max_value_chars: int = Field(default=500, ge=1, description="Characters in a metadata value")
    metadata_max_bytes: int = Field(default=8192, ge=2, description="Bytes of the whole metadata object as JSON")
    tags_max: int = Field(default=20, ge=0, description="Distinct tags on a run")
    tag_max_chars: int = Field(default=40, ge=1, description="Characters in a tag")

    # Uploads
    upload_silence_seconds: float = Field(
        default=30.0, gt=0, description="Longest time in which nothing of an upload arrives"
    )
    upload_seconds: float = Field(default=1800.0, gt=0, description="Longest time for a whole upload")

    # Limits of the contract: Speech
    speech_max_bytes: int = Field(default=25 * 1024 * 1024, ge=1, description="Largest recording in bytes")
    speech_min_seconds: float = Field(default=180.0, ge=0, description="Shortest recording")
    speech_max_seconds: float = Field(default=2700.0, gt=0, description="Longest recording")
    speech_credits_per_minute: int = Field(default=1, ge=0, description="Price of a started minute of audio")
    speech_concurrency: int = Field(
        default=8, ge=1, description="Runs in `processing` per client unless the client says else"
    )
    speech_vocabulary_seconds: float = Field(default=300.0, gt=0, description="Longest vocabulary step")
    speech_fluency_seconds: float = Field(default=300.0, gt=0, description="Longest fluency step")
    speech_accent_seconds: float = Field(default=600.0, gt=0, description="Longest accent step")
    speech_poll_min_seconds: float = Field(
        default=10.0, ge=0, description="Least time between polls of an unfinished run"
    )

    # Limits of the contract: CV DeepMatch
    cvdeepmatch_max_bytes: int = Field(default=5 * 1024 * 1024, ge=1, description="Largest CV in bytes")
    cvdeepmatch_accept_docx: bool = Field(
        default=False, description="Takes CVs as DOCX too, which the contract refuses"
    )
    cvdeepmatch_credits: int = Field(default=3, ge=0, description="Price of a match")
    cvdeepmatch_concurrency: int = Field(
        default=8, ge=1, description="Matches worked on at a time per client unless the client says else"
    )
    cvdeepmatch_poll_min_seconds: float = Field(
        default=10.0, ge=0, description="Least time between polls of an unfinished match"
    )
    cvdeepmatch_idempotency_seconds: float = Field(
        default=86_400.0, gt=0, description="How long an `idempotency_key` leads to its match"
    )
    cvdeepmatch_stuck_seconds: float = Field(
        default=600.0, gt=0, description="Longest work on a match before STUCK_TIMEOUT"
    )

    # Reading CVs
    cvdeepmatch_max_pages: int = Field(default=60, ge=1, description="Most pages of a CV")
    cvdeepmatch_max_characters: int = Field(default=300_000, ge=1, description="Most characters of a CV")
    cvdeepmatch_read_seconds: float = Field(
        default=30.0, gt=0, description="Longest reading of a CV, text recognition apart"
    )
    cvdeepmatch_read_megabytes: int = Field(
        default=768, ge=256, description="Address space in MiB of the process that reads a CV"
    )
    cvdeepmatch_parse_seconds: float = Field(default=60.0, gt=0, description="Longest parsing of a read CV")
    cvdeepmatch_match_seconds: float = Field(default=120.0, gt=0, description="Longest matching of a parsed CV")
    cvdeepmatch_ocr: bool = Field(
        default=True, description="Recognises the text of scanned pages, where tesseract or rapidocr is installed"
    )
    cvdeepmatch_ocr_languages: str = Field(
        default="eng", description="Comma-separated languages of scanned CVs, in tesseract's names, likeliest first"
    )
    cvdeepmatch_ocr_pages: int = Field(default=10, ge=1, description="Most scanned pages that are recognised in a CV")
    cvdeepmatch_ocr_seconds: float = Field(default=120.0, gt=0, description="Longest text recognition of a CV")

    # Runs
    run_stuck_seconds: float = Field(default=1800.0, gt=0, description="Longest `processing` before STUCK_TIMEOUT")
    run_max_attempts: int = Field(
        default=10, ge=1, description="Deaths of its worker in a row, with no progress between, that end a run"
    )
    worker_heartbeat_seconds: float = Field(default=2.0, gt=0, description="How often a worker says that it lives")
    worker_stalled_seconds: float = Field(default=8.0, gt=0, description="Silence after which a worker counts as dead")
    worker_poll_seconds: float = Field(
        default=2.0, gt=0, description="How often a worker looks for work without being told"
    )

    # Webhooks
    webhook_allow_private: bool = Field(
        default=False, description="Lets webhooks go to http:// and to private addresses: for tests and closed networks"
    )
    webhook_blocked_networks: str = Field(
        default="", description="Comma-separated CIDRs of your own that webhooks must never reach"
    )
    webhook_ca_bundle: Path | None = Field(
        default=None, description="PEM file of further authorities that webhook receivers' certificates may come from"
    )
    webhook_default_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Signs for organisations without a secret of their own; unset: made once and kept in the database",
    )
    webhook_max_attempts: int = Field(default=3, ge=1, le=10, description="Attempts at a delivery")
    webhook_retry_seconds: float = Field(
        default=1.0, gt=0, description="Wait before the second attempt; each further wait is four times as long"
    )
    webhook_timeout_seconds: float = Field(
        default=10.0, gt=0, description="Longest attempt, from finding the address to the answer"
    )
    webhook_concurrency: int = Field(default=256, ge=4, description="Attempts under way at a time in a worker process")
    webhook_destination_concurrency: int = Field(
        default=16, ge=1, description="Of these, attempts at one URL; a server may have four times as many"
    )
    webhook_disable_after_seconds: float = Field(
        default=86_400.0, gt=0, description="Time of nothing but failures after which an endpoint is disabled"
    )

    # Retention
    retention_days: int | None = Field(
        default=None, ge=1, le=36_500, description="Days after its end for which a run is kept; unset: for good"
    )
    retention_recordings_days: int | None = Field(
        default=None, ge=0, le=36_500, description="Days after its run's end for which a recording is kept"
    )
    retention_sweep_seconds: float = Field(
        default=600.0, gt=0, description="How often runs and recordings that are past their time are erased"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line over environment over `.env` over the TOML file named by ZENHIRE_CONFIG."""
        toml = TomlConfigSettingsSource(settings_cls, toml_file=os.environ.get(PREFIX + "CONFIG"))
        return init_settings, env_settings, dotenv_settings, toml

    def as_environment(self) -> dict[str, str]:
        """The settings that differ from their defaults, as variables for a child process."""
        values: dict[str, str] = {}
        for name in self.model_fields_set:
            value: Any = getattr(self, name)
            if isinstance(value, SecretStr):
                value = value.get_secret_value()
            if value is not None:
                values[PREFIX + name.upper()] = str(value)
        return values
