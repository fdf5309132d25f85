"""Model weights: a registry that pins them, a store that fetches, verifies and finds them."""

from zenhire.engines.models.registry import ModelEntry, ModelFile, load_registry
from zenhire.engines.models.store import (
    ModelDamaged,
    ModelError,
    ModelMissing,
    ModelPullFailed,
    ModelState,
    ModelStore,
    UnknownModel,
)

__all__ = [
    "ModelDamaged",
    "ModelEntry",
    "ModelError",
    "ModelFile",
    "ModelMissing",
    "ModelPullFailed",
    "ModelState",
    "ModelStore",
    "UnknownModel",
    "load_registry",
]
