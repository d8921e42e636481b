"""Files named as a reader knows them: from the input folder on, whatever scheme and host an engine puts before it."""
from posixpath import basename
from urllib.parse import unquote, urlsplit

from .errors import UsageError
from .options import Options


def relative(file: str, root: str) -> str:
    """`file` without the folder `root`; only its name where the root is the file itself."""
    folder = root.rstrip("/") + "/"
    return file[len(folder):] if file.startswith(folder) else basename(file)


def check_output(root: str, output: str, is_taken: bool, options: Options) -> None:
    """@raises UsageError where writing would destroy something, or feed on itself."""
    if f"{output.rstrip('/')}/".startswith(f"{root.rstrip('/')}/") or f"{root.rstrip('/')}/".startswith(f"{output.rstrip('/')}/"):
        raise UsageError(f"the output `{options.output}` and the input `{options.input}` lie inside each other; choose another folder")
    if is_taken and not options.overwrite:
        raise UsageError(f"`{options.output}` exists; choose another folder or give --overwrite")


def path_of_uri(uri: str) -> str:
    """The path of a file as Spark names it."""
    return unquote(urlsplit(uri).path)

