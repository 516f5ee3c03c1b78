"""The options of one list, to be looked up and searched: built once for a long list, however many requests ask."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from hxdash.component import Component
from hxdash.dcc.options import Option, decode_option, encode_option, read_options
from hxdash.exceptions import RequestRefused

LONG = 500  # options: from here on a page shows only the first hits of a search, and the server searches
HITS = 100
_KEPT = 16  # lists


class OptionIndex:
    """What a list of options holds.

    Args:
        given: options in any of Dash's forms.
    """

    def __init__(self, given: Any) -> None:
        self.options: list[Option] = read_options(given)

    @cached_property
    def by_text(self) -> dict[str, Option]:
        """The options by the wire texts of their values."""
        return {encode_option(option.value): option for option in self.options}

    @cached_property
    def off(self) -> frozenset[str]:
        """The wire texts of those that cannot be chosen."""
        return frozenset(text for text, option in self.by_text.items() if option.disabled)

    @cached_property
    def searched(self) -> list[str]:
        """The text of each option in which it is searched for."""
        return [search_text(option) for option in self.options]

    def choose(self, texts: Iterable[str], old: Any) -> list[Any]:
        """The values of posted texts.

        Args:
            texts: what was posted.
            old: the value that the server last set: it may be sent back although it is not among the options or disabled.

        Raises:
            RequestRefused: 422 for a value that is not among the enabled options.
        """
        kept = {encode_option(v) for v in (old if isinstance(old, (list, tuple)) else [old]) if v is not None}
        out = []
        for text in texts:
            if (text not in self.by_text or text in self.off) and text not in kept:
                raise RequestRefused(422, f"{text[:80]!r} is not among the options")
            out.append(decode_option(text))
        return out

    def search(self, question: str, *, ranked: bool = True) -> tuple[list[Option], bool]:
        """The first hits, and whether there are more.

        Args:
            question: every word of it must occur in an option's label, its `search` or its value, whatever the case.
            ranked: first those whose label starts with it, then those with a word that does; else as they stand in the list.
        """
        words, whole = question.lower().split(), " ".join(question.lower().split())
        if not words:
            return self.options[:HITS], len(self.options) > HITS
        ranks: tuple[list[int], list[int], list[int]] = ([], [], [])
        words.sort(key=len)
        longest, inner = words.pop(), " " + whole
        for place, text in enumerate(self.searched):
            if longest not in text or (words and not all(word in text for word in words)):
                continue
            rank = 2 if not ranked else 0 if text.startswith(whole) else 1 if inner in text else 2
            if len(ranks[rank]) <= HITS:
                ranks[rank].append(place)
                if len(ranks[0 if ranked else 2]) > HITS:
                    break
        places = [place for rank in ranks for place in rank]
        return [self.options[place] for place in places[:HITS]], len(places) > HITS


def search_text(option: Option) -> str:
    """The text in which an option is searched for, label first."""
    label = option.label if isinstance(option.label, str) else text_of(option.label)
    value = option.value if isinstance(option.value, str) else encode_option(option.value)
    return " \n".join([" ".join(label.split()), *([option.search] if option.search else []), *([value] if value != label else [])]).lower()


def text_of(content: Any) -> str:
    """The text of a label that is made of components."""
    if isinstance(content, Component):
        return "".join(text_of(content.props.get(prop)) for prop in content.node_props)
    if isinstance(content, (list, tuple)):
        return "".join(map(text_of, content))
    return "" if content is None or isinstance(content, bool) else str(content)


_indexes: OrderedDict[int, tuple[Any, int, OptionIndex]] = OrderedDict()
_lock = threading.Lock()


def index_of(given: Any) -> OptionIndex:
    """The index of options; that of a long list is kept as long as the very same list is asked for."""
    try:
        length = len(given) if given is not None else 0
    except TypeError:
        length = 0
    if length <= LONG:
        return OptionIndex(given)
    with _lock:
        kept = _indexes.get(id(given))
        if kept is not None and kept[0] is given and kept[1] == length:
            _indexes.move_to_end(id(given))
            return kept[2]
    index = OptionIndex(given)
    index.by_text, index.searched  # noqa: B018  (now, while the page is made, and not at the first key)
    with _lock:
        _indexes[id(given)] = (given, length, index)  # holding the list keeps its id from being given to another
        while len(_indexes) > _KEPT:
            _indexes.popitem(last=False)
    return index
