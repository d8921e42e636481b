"""Folders on this machine or in a store that Arrow knows, as s3://bucket/folder."""
import os

import pyarrow
from pyarrow import fs

from fettle_fleet.errors import UsageError
from fettle_fleet.options import Options
from fettle_fleet.paths import check_output


def resolve(folder: str) -> tuple[fs.FileSystem, str]:
    try:
        if "://" in folder:
            system, path = fs.FileSystem.from_uri(folder)
            return system, path
        return fs.LocalFileSystem(), os.path.abspath(folder)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise UsageError(f"cannot read `{folder}`: {str(error).splitlines()[0]}") from None


def list_files(folder: str, suffixes: tuple[str, ...]) -> list[tuple[str, int]]:
    """Path and size of each file, names that begin with a dot or an underscore left out as Spark does."""
    system, root = resolve(folder)
    info = system.get_file_info(root)
    if info.type == fs.FileType.NotFound:
        raise UsageError(f"there is no `{folder}`")
    found = [info] if info.type == fs.FileType.File else system.get_file_info(fs.FileSelector(root, recursive=True))
    names = [(file.path, file.size) for file in found if file.type == fs.FileType.File and file.path.endswith(suffixes)]
    return sorted((path, size) for path, size in names if not _is_hidden(path[len(root):]))


def open_file(folder: str, path: str) -> pyarrow.NativeFile:
    return resolve(folder)[0].open_input_file(path)


def check(options: Options) -> None:
    """@raises UsageError where the output folder cannot be one."""
    (system, output), (_, root) = resolve(options.output), resolve(options.input)
    check_output(root, output, system.get_file_info(output).type != fs.FileType.NotFound, options)


def prepare(folder: str) -> None:
    """Makes the output folder, empty."""
    system, root = resolve(folder)
    system.create_dir(root, recursive=True)
    system.delete_dir_contents(root)


def mark_complete(folder: str) -> None:
    """The empty file that Spark leaves too, and readers look for."""
    system, root = resolve(folder)
    with system.open_output_stream(f"{root}/_SUCCESS"):
        pass


def written(folder: str) -> list[str]:
    return [path for path, _ in list_files(folder, ("",))]


def _is_hidden(path: str) -> bool:
    return any(part.startswith((".", "_")) for part in path.split("/") if part)
