"""Runs the tests of this folder and prints their totals."""

from __future__ import annotations

import unittest
import warnings
from pathlib import Path

if __name__ == "__main__":
    # A process that outlives a test belongs to the package, which ends it with the program.
    warnings.simplefilter("ignore", ResourceWarning)
    suite = unittest.defaultTestLoader.discover(str(Path(__file__).resolve().parent))
    result = unittest.TextTestRunner(warnings="ignore").run(suite)
    failed, skipped = len(result.failures) + len(result.errors), len(result.skipped)
    print(f"wheel: {result.testsRun - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    raise SystemExit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
