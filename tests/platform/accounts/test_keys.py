"""The form of keys, their hashes, and the instance's secret."""

from __future__ import annotations

import os
import re
import stat
import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from zenhire.kit.settings import Settings
from zenhire.platform.accounts import keys


def test_a_new_key_has_the_documented_form_and_is_never_the_same() -> None:
    made = {keys.new_key() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"zh_api_[0-9A-Za-z]{36}", key) for key in made)
    assert not any(keys.is_mistyped(key) for key in made)


def test_a_typo_in_any_place_is_told_from_an_unknown_key() -> None:
    key = keys.new_key()
    for place in range(len(keys.PREFIX), len(key)):
        wrong = "a" if key[place] != "a" else "b"
        assert keys.is_mistyped(key[:place] + wrong + key[place + 1 :])
    assert keys.is_mistyped(key[:-1])
    assert keys.is_mistyped(keys.PREFIX)
    assert not keys.is_mistyped("zh_speech_live_0123456789")


def test_the_checksum_stays_the_same_for_all_time() -> None:
    assert not keys.is_mistyped("zh_api_" + "A" * 30 + "0uCPlr")


def test_the_hash_depends_on_the_whole_value_and_the_secret() -> None:
    key = keys.new_key()
    hashes = {
        keys.hash_key(b"secret one", key),
        keys.hash_key(b"secret two", key),
        keys.hash_key(b"secret one", key[:-1]),
        keys.hash_key(b"secret one", key.swapcase()),
    }
    assert len(hashes) == 4
    assert {len(value) for value in hashes} == {32}
    assert keys.hash_key(b"secret one", "\udcff") != keys.hash_key(b"secret one", "?")


@pytest.mark.parametrize("value", ["zh_12345", "!" * 8, "~" * 200, "zh_speech_test_abc"])
def test_keys_of_any_prefix_can_be_imported(value: str) -> None:
    keys.check_importable(value)


@pytest.mark.parametrize("value", ["", "zh_1234", "x" * 201, "zh_ 12345", "zh_12345\n", "zh_1234é5", "zh_12345\x7f"])
def test_what_no_header_can_carry_cannot_be_imported(value: str) -> None:
    with pytest.raises(ValueError, match="8 to 200 visible ASCII"):
        keys.check_importable(value)


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "not" / "yet", secret_key=None)
    secret = keys.load_secret_key(settings)
    file = settings.data_dir / "secret_key"
    assert len(secret) == 64
    assert keys.load_secret_key(settings) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(settings.data_dir) == ["secret_key"]


def test_processes_that_start_together_get_one_secret(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key=None)
    barrier = threading.Barrier(8)
    secrets: list[bytes] = []

    def load() -> None:
        barrier.wait()
        secrets.append(keys.load_secret_key(settings))

    threads = [threading.Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(secrets) == 8
    assert len(set(secrets)) == 1


def test_the_setting_wins_over_the_file_and_must_not_be_short(tmp_path: Path) -> None:
    given = Settings(data_dir=tmp_path, secret_key=SecretStr("sixteen letters!"))
    assert keys.load_secret_key(given) == b"sixteen letters!"
    assert not (tmp_path / "secret_key").exists()
    with pytest.raises(ValueError, match="ZENHIRE_SECRET_KEY must have at least 16"):
        keys.load_secret_key(Settings(data_dir=tmp_path, secret_key=SecretStr("short")))


def test_an_emptied_secret_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(ValueError, match="secret_key must have at least 16"):
        keys.load_secret_key(Settings(data_dir=tmp_path, secret_key=None))
