"""dcc.Upload: files from the reader's machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import attributes, element, style_text
from hxdash.uploads import PROPS, File, accepts, kilobytes

MAX_CONTENTS = 64 * 1024 * 1024  # bytes of files whose text is made for `contents`
_ACTIVE = {"borderStyle": "solid", "borderColor": "#6c6", "backgroundColor": "color-mix(in srgb, #6c6 12%, transparent)"}
_REJECT = {"borderStyle": "solid", "borderColor": "#c66", "backgroundColor": "color-mix(in srgb, #c66 12%, transparent)"}
_DISABLED = {"opacity": 0.5}


class Upload(Component):
    """A box for files: they are dropped there, or chosen after a click or a key press.

    The files travel as they are, of any size up to the server's limit (HXDASH_MAX_UPLOAD), and are gone when the request is answered.

    Args:
        children: what is in the box.
        contents: str "data:TYPE;base64,...", with `multiple` a list of them; of 64 MB of files at most, larger ones are in `files`.
        filename: str, with `multiple` a list.
        last_modified: float, seconds since 1970, with `multiple` a list; None in browsers without JavaScript.
        files: list of hxdash.uploads.File, open for reading: {name, path, type, size, last_modified, read()}; path is name, or where the file
            is in a folder that was chosen. Not in Dash.
        accept: str, kinds of files: ".csv, image/*, text/plain".
        max_size, min_size: bytes of one file; -1: as large as it likes.
        multiple: several files at once.
        enable_folder_selection: all files of a folder.
        disabled: nothing can be chosen.
        disable_click: files can only be dropped.
        className_active, style_active: while files are held over the box.
        className_reject, style_reject: while files are held over it that it does not take.
        className_disabled, style_disabled: while it is disabled.
        id, className, style: of the box.

    Source: dcc.Upload of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset(PROPS)
    passing: ClassVar[frozenset[str]] = frozenset(PROPS)
    file_props: ClassVar[frozenset[str]] = frozenset(PROPS)
    needs: ClassVar[frozenset[str]] = frozenset(
        "accept disabled max_size min_size multiple enable_folder_selection disable_click className className_active className_reject "
        "className_disabled style style_active style_reject style_disabled".split()
    )

    children: Any = None
    id: Id | None = None
    contents: Any = None
    filename: Any = None
    last_modified: Any = None
    files: Any = None
    accept: str | None = None  # type: ignore[assignment]
    disabled: bool = False
    disable_click: bool = False
    max_size: float = -1
    min_size: float = 0
    multiple: bool = False
    enable_folder_selection: bool = False
    className: str | None = None
    className_active: str | None = None
    className_reject: str | None = None
    className_disabled: str | None = None
    style: Mapping[str, Any] | None = None
    style_active: Mapping[str, Any] | None = None
    style_reject: Mapping[str, Any] | None = None
    style_disabled: Mapping[str, Any] | None = None

    # -- the wire ------------------------------------------------------------------------------------------------------

    def field(self, prop: str) -> str:
        return "files"

    def decode(self, prop: str, texts: list[Any]) -> Any:
        """Checked files; `argument` makes of them what a callback gets."""
        if not texts:
            return self.props.get(prop)
        if not all(isinstance(file, File) for file in texts):
            raise RequestRefused(422, "an Upload takes files")
        if self.disabled:
            raise RequestRefused(422, "this Upload is disabled")
        if len(texts) > 1 and not self._takes_several:
            raise RequestRefused(422, "this Upload takes one file")
        for file in texts:
            self._check(file)
        if prop == "contents" and sum(file.size for file in texts) > MAX_CONTENTS:
            raise RequestRefused(413, f"more than {kilobytes(MAX_CONTENTS)} for `contents`; let the callback read `files` instead")
        return list(texts)

    def _check(self, file: File) -> None:
        shown = repr(file.name[:80])
        if not accepts(self._kinds, file.name, file.type):
            raise RequestRefused(422, f"{shown} is not of a kind that is taken here: {self._kinds}")
        if 0 <= (self.max_size if self.max_size is not None else -1) < file.size:
            raise RequestRefused(413, f"{shown} is larger than {kilobytes(self.max_size)}")
        if file.size < (self.min_size or 0):
            raise RequestRefused(422, f"{shown} is smaller than {kilobytes(self.min_size)}")

    @property
    def _kinds(self) -> str | None:
        return self.props.get("accept")

    @property
    def _takes_several(self) -> bool:
        return bool(self.multiple or self.enable_folder_selection)

    def argument(self, prop: str, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(file, File) for file in value):
            return value
        if prop == "files":
            return value
        found = [_READ[prop](file) for file in value]
        return found if self._takes_several else found[0]

    # -- the page ------------------------------------------------------------------------------------------------------

    def own_class(self) -> str:
        return "dash-upload"

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        if self.disabled:
            style = self.style_disabled if self.style_disabled is not None or self.className_disabled else _DISABLED
            pairs["class"] = " ".join(filter(None, (pairs["class"], self.className_disabled)))
            pairs["style"] = style_text({**(self.style or {}), **(style or {})})
        for word, own, default in (("active", self.style_active, _ACTIVE), ("reject", self.style_reject, _REJECT)):
            name = self.prop(f"className_{word}")
            pairs[f"data-class-{word}"] = name
            pairs[f"data-style-{word}"] = style_text(own if own is not None or name else default)
        pairs["data-max-size"] = self.max_size if (self.max_size or -1) >= 0 else None
        pairs["data-min-size"] = self.min_size or None
        pairs["data-drop-only"] = bool(self.disable_click) or None
        return pairs

    def markup(self, page: Page) -> str:
        wiring = page.wire(self, {prop: prop for prop in PROPS}, "wrapper")
        pairs = {**self.outer(), **wiring}
        if wiring:
            pairs.update(page.script("upload"))
        label = page.part(self, ".label")
        input_ = {"type": "file", **(page.file(self, PROPS) if wiring else {}), **self._input(), "aria-labelledby": label, "aria-label": None if label else "Files"}
        box = f"<input{attributes(input_)}>" + element("div", {"id": label, "class": "dash-upload-label"}, page.node(self.children))
        news = element("progress", {"max": 1, "value": 0, "hidden": True, "aria-label": "Upload"}) + element("div", {"role": "status", "class": "dash-upload-news"})
        return element("div", pairs, page.sheet("upload") + box + (news if wiring else ""))

    def _input(self) -> dict[str, Any]:
        """The attributes of the field that say what it takes."""
        return {
            "accept": self._kinds,
            "multiple": self._takes_several or None,
            "webkitdirectory": bool(self.enable_folder_selection) or None,
            "disabled": bool(self.disabled) or None,
        }

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out: list[Swap] = []
        if "children" in changed:
            out.append(Swap("innerMorph", page.node(self.children), ".label"))
        looks = changed - self.browser_props - {"children"}
        if not page.wire(self, {prop: prop for prop in PROPS}, "wrapper"):  # nobody reads it, so it has no script
            return [*out, Swap("outerMorph", self.markup(page))] if looks else out
        if looks:
            out.append(Swap("attrs", {name: _attribute(value) for name, value in self.outer().items() if name != "id"}))
            out.append(Swap("upload", {name: _attribute(value) for name, value in self._input().items()}))
        if any(prop in changed and self.props.get(prop) is None for prop in PROPS):
            out.append(Swap("upload", {}))
        return out


delattr(Upload, "accept")  # the default would hide the method of that name


def _name(file: File) -> str:
    return file.name


def _time(file: File) -> float | None:
    return file.last_modified


_READ: Mapping[str, Callable[[File], Any]] = {"contents": File.data_url, "filename": _name, "last_modified": _time}


def _attribute(value: Any) -> Any:
    return value if value is None or value is True else str(value)
