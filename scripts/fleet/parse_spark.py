"""Parses each line of a folder with Python's json and writes it again, as a Spark job: the baseline of an audit.

    spark-submit parse_spark.py INPUT OUTPUT
"""
import json
import os
import sys
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import SparkSession


def main() -> int:
    given, output = sys.argv[1:3]
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("fettle fleet parse").master("local[*]").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    lines = spark.read.option("lineSep", "\n").text(given)
    lines.mapInArrow(again, "value string").write.mode("overwrite").text(output)
    spark.stop()
    return 0


def again(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        lines = [json.dumps(json.loads(line)) for line in batch.column("value").to_pylist()]
        yield pa.RecordBatch.from_pydict({"value": pa.array(lines, pa.string())})


if __name__ == "__main__":
    sys.exit(main())
