"""Other people's models, each behind a small interface."""

import os

# ONNX Runtime's Linux builds report what they load to their maker unless told otherwise before they start. Nothing
# leaves this machine unasked.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
