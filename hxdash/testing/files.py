"""Files that a user chooses, and when they are sent along."""

from __future__ import annotations

import email.message
import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hxdash.encoding import loads
from hxdash.testing.exchange import Downloaded, Exchange, Fields, Files, Impossible
from hxdash.testing.tree import Node
from hxdash.uploads import PROPS, accepts


class Chosen(NamedTuple):
    """A file on the user's machine.

    Args:
        name: with its folders, where one was chosen.
        content: bytes.
        type: media type; "" where the browser does not know.
        modified: milliseconds since 1970.
    """

    name: str
    content: bytes
    type: str = ""
    modified: int = 1_700_000_000_000


def chosen(files: Iterable[str | Path | tuple[str, bytes] | Chosen]) -> list[Chosen]:
    """Files, given as paths of real ones, (name, bytes) or Chosen."""
    found = []
    for file in files:
        if isinstance(file, (str, Path)):
            path = Path(file)
            file = Chosen(path.name, path.read_bytes(), "", int(path.stat().st_mtime * 1000))
        elif not isinstance(file, Chosen):
            file = Chosen(*file)
        found.append(file._replace(type=file.type or mimetypes.guess_type(file.name)[0] or ""))
    return found


def check_choice(node: Node, files: list[Chosen]) -> None:
    """Refuse what the browser would not take.

    Raises:
        Impossible: the Upload is disabled, or takes no such files.
    """
    id = node.get("id")
    field = next((n for n in node.walk() if n.tag == "input" and n.type == "file"), None)
    if field is None:
        raise Impossible(f"{id!r} takes no files.")
    if "disabled" in field.attributes:
        raise Impossible(f"{id!r} is disabled.")
    if len(files) > 1 and "multiple" not in field.attributes:
        raise Impossible(f"{id!r} takes one file, not {len(files)}.")
    for file in files:
        if not accepts(field.get("accept"), file.name, file.type):
            raise Impossible(f"{id!r} does not take {file.name!r}, only {field.get('accept')}.")
        size = len(file.content)
        if size < float(node.get("data-min-size") or 0) or size > float(node.get("data-max-size") or "inf"):
            raise Impossible(f"{id!r} does not take {file.name!r}: it has {size} bytes.")


def is_sent(node: Node, keys: Iterable[str]) -> bool:
    """Whether the files of an Upload travel with these triggers: some callback that they call reads them."""
    field = next((n for n in node.walk() if "data-with" in n.attributes), node)
    wanted = {*loads(field.get("data-with") or "[]"), *(f"{node.get('id')}.{prop}" for prop in PROPS)}
    return any("*" in wanted or key in wanted or key.endswith(".") or key.rpartition(".")[2][:1] in ("<", ">") for key in keys)


def parts(choices: Iterable[tuple[str, list[Chosen]]]) -> tuple[Fields, Files]:
    """The fields and files that say what was chosen."""
    fields: Fields = []
    files: Files = []
    for id, chosen_files in choices:
        fields += [(f"m:{id}", str(file.modified)) for file in chosen_files]
        files += [(f"f:{id}", (file.name, file.content, file.type or "application/octet-stream")) for file in chosen_files]
    return fields, files


def saved(answer: Exchange) -> Downloaded:
    """The file in an answer."""
    said = email.message.Message()
    said["Content-Disposition"] = answer.headers["Content-Disposition"]
    return Downloaded(said.get_filename() or "", answer.headers["Content-Type"], answer.content, answer.status, answer.headers)
