import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1])]

from engines import Engine, spark_cluster

REPOSITORY = Path(__file__).resolve().parents[3]
DOCUMENTS = 20_000


@pytest.fixture(scope="session")
def fettle() -> str:
    """The command under test."""
    return os.environ.get("FETTLE", f"node {shlex.quote(str(REPOSITORY / 'dist' / 'cli' / 'main.js'))}")


@pytest.fixture(scope="session")
def spark_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with spark_cluster(tmp_path_factory.mktemp("spark"), workers=2) as url:
        yield url


@pytest.fixture(params=["spark", "ray"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "ray":
        return Engine("ray", "audit_ray.py", ())
    return Engine("spark", "audit_spark.py", ("--master", request.getfixturevalue("spark_url")))
