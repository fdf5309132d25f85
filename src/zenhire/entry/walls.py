"""What a process that opens strangers' files says at its start."""

from __future__ import annotations

import structlog

from zenhire.engines import sandbox

log = structlog.get_logger(__name__)


def tell_of_missing_walls() -> None:
    """Warns the operator of a machine that cannot confine the processes which open recordings and CVs."""
    if not sandbox.can_confine():
        log.warning(
            "recordings and CVs are opened behind limits only: this machine filters no system calls (seccomp)",
            advice="use Linux on x86-64 or arm64, and a container runtime that lets programs set filters of their own",
        )
