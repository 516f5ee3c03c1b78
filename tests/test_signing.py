"""Tokens: what was not made here, for this use, with a key of ours, is refused; and nothing but a refusal ever comes out."""

import base64
import itertools
import os
import random
import secrets
import stat
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hxdash import signing
from hxdash.exceptions import InvalidConfig
from hxdash.signing import MAX_PLAIN, BadToken, ForeignKey, Signer, load_keys

OLD, NEW, THIRD = b"o1K9" * 10, b"n2L8" * 10, b"t3M7" * 10
SIGNER = Signer([NEW], "app")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
GOOD_KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU"


def outcome(token: str, *purpose: str, signer: Signer = SIGNER) -> bool:
    """Whether a token is taken; any exception but a refusal gets out."""
    try:
        signer.verify(token, *purpose)
    except BadToken:
        return False
    return True


# -- forgery -------------------------------------------------------------------------------------------------------------


def flip(token: str, rng: random.Random) -> str:
    at = rng.randrange(len(token))
    return token[:at] + chr(ord(token[at]) ^ 1 << rng.randrange(7)) + token[at + 1 :]


def replace(token: str, rng: random.Random) -> str:
    at = rng.randrange(len(token))
    return token[:at] + rng.choice(ALPHABET.replace(token[at], "")) + token[at + 1 :]


def cut(token: str, rng: random.Random) -> str:
    start, end = sorted(rng.sample(range(len(token) + 1), 2))
    return token[start:end] if (start, end) != (0, len(token)) else ""


def drop(token: str, rng: random.Random) -> str:
    at = rng.randrange(len(token))
    return token[:at] + token[at + 1 :]


def insert(token: str, rng: random.Random) -> str:
    at = rng.randrange(len(token) + 1)
    return token[:at] + rng.choice([*ALPHABET, "=", ".", " ", "\n", "\0", "%", "é", "\ud800"]) + token[at:]


def pad(token: str, rng: random.Random) -> str:
    body, _, mac = token.rpartition(".")
    return rng.choice([f"{token}=", f"{body}=.{mac}", f"{body}==.{mac}=", f" {token}", f"{token}\n", f".{token}", f"{token}."])


def double(token: str, rng: random.Random) -> str:
    body, _, mac = token.rpartition(".")
    return rng.choice([token + token, f"{token}.{token}", f"{body}.{mac}.{mac}", f"{body}{body}.{mac}", f"{mac}.{body}"])


def recode(token: str, rng: random.Random) -> str:
    """The same bytes in another spelling: standard base64, hex, other case, unused last bits."""
    body, _, mac = token.rpartition(".")
    raw = base64.urlsafe_b64decode(mac + "=")
    last = ALPHABET[ALPHABET.index(mac[-1]) ^ rng.choice([1, 2, 3])]
    other = [raw.hex(), mac.swapcase(), mac[:-1] + last, base64.b64encode(raw).decode(), base64.b32encode(raw).decode(), mac[:8], ""]
    return f"{body}.{rng.choice(other)}"


def reflag(token: str, rng: random.Random) -> str:
    """Compressed read as plain and the other way round."""
    return token[:4] + {"j": "z", "z": "j"}[token[4]] + token[5:] if rng.random() < 0.5 else token[:4] + rng.choice("JZk \0") + token[5:]


def remac(token: str, rng: random.Random) -> str:
    """Other content under an old signature, or a signature of the right length out of thin air."""
    body, _, mac = token.rpartition(".")
    if rng.random() < 0.5:
        return f"{body}.{''.join(rng.choices(ALPHABET, k=43))}"
    return f"{body[:5]}{base64.urlsafe_b64encode(rng.randbytes(20)).decode().rstrip('=')}.{mac}"


MUTATIONS = (flip, replace, cut, drop, insert, pad, double, recode, reflag, remac)


def test_verify_accepts_none_of_100_000_mutations():
    rng = random.Random(4)
    tokens = [SIGNER.sign(rng.randbytes(n), "snapshot", "/", "id") for n in (0, 1, 2, 3, 20, 100, 1500)]
    accepted = []
    for _ in range(10_000):
        token = rng.choice(tokens)
        for mutate in MUTATIONS:
            bad = mutate(token, rng)
            if bad != token and outcome(bad, "snapshot", "/", "id"):
                accepted.append((mutate.__name__, token, bad))
    assert accepted == []
    assert all(outcome(t, "snapshot", "/", "id") for t in tokens)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.one_of(st.text(), st.text(ALPHABET + "."), st.binary().map(lambda b: b.decode("latin-1"))))
def test_verify_refuses_any_text(text):
    assert not outcome(text, "page")
    assert not outcome(SIGNER._key_id + text, "page")
    assert not outcome(f"{SIGNER._key_id}j{text}.{text}", "page")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=3000), st.lists(st.text(), max_size=4))
def test_verify_gives_back_what_was_signed(data, purpose):
    assert SIGNER.verify(SIGNER.sign(data, *purpose), *purpose) == data


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.text(st.sampled_from("ab"), max_size=2), min_size=1, max_size=4), st.sampled_from(["", "\0", "|", "/", ".", ",", " ", "\x01", "\0\0\0\x01"]), st.integers(0, 3))
def test_purposes_do_not_run_into_each_other(words, mark, at):
    """Words that were joined, in part, by whatever may stand between words."""
    joined = [*words[:at], mark.join(words[at : at + 2]), *words[at + 2 :]]
    token = SIGNER.sign(b"x", *words)
    assert outcome(token, *joined) is (joined == words)
    assert outcome(SIGNER.sign(b"x", *joined), *words) is (joined == words)


def test_only_the_diagonal_of_purposes_passes():
    purposes = [("page",), ("snapshot", "/", "a"), ("snapshot", "/", "b"), ("snapshot", "/two", "a"), ("snapshot", "/a", ""), ("snapshot", "", "/a")]
    tokens = [SIGNER.sign(b"{}", *p) for p in purposes]
    passed = [(i, j) for (i, token), (j, p) in itertools.product(enumerate(tokens), enumerate(purposes)) if outcome(token, *p)]
    assert passed == [(i, i) for i in range(6)]


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("a", "a\0page"), ("", "a"), ("app", "App"), ("a", "a ")])
def test_another_app_is_refused(one, other):
    token = Signer([NEW], one).sign(b"x", "page")
    assert not outcome(token, "page", signer=Signer([NEW], other))
    assert outcome(token, "page", signer=Signer([NEW], one))


@pytest.mark.parametrize("size", [2**20, 4 * 2**20])
def test_a_huge_token_is_refused_at_once(size):
    begun = time.thread_time()
    for token in ("A" * size, SIGNER._key_id + "j" + "A" * size + "." + "A" * 43, "." * size, SIGNER._key_id + "z" + "\0" * size + ".", "é" * size):
        assert not outcome(token, "page")
    assert time.thread_time() - begun < 0.5


def test_the_signature_has_its_full_length():
    body, _, mac = SIGNER.sign(b"x").rpartition(".")
    assert len(base64.urlsafe_b64decode(mac + "=")) == 32
    assert not any(outcome(f"{body}.{mac[:n]}") for n in range(43))


# -- size ----------------------------------------------------------------------------------------------------------------


def test_what_is_remembered_of_tokens_has_a_bound(monkeypatch):
    monkeypatch.setattr(signing, "KEPT", 10)
    signer = Signer([b"k" * 32], "app")
    for n in range(100):
        token = signer.sign(b"%d" % n, "page")
        assert signer.verify(token, "page") == b"%d" % n
        assert signer.sign(b"%d" % n, "page") == token
        assert Signer([b"k" * 32], "app").verify(token, "page") == b"%d" % n  # by its signature, not by memory
    assert len(signer._good) <= 10
    assert len(signer._made) <= 10
    long = b"x" * 10_000  # its token is short all the same
    assert len(token := signer.sign(long, "page")) < 200
    assert signer.verify(token, "page") == long
    assert all(len(data) < 300 for data in (*signer._good.values(), *(data for data, _ in signer._made)))


def test_long_data_is_compressed():
    assert len(SIGNER.sign(b"x" * 100_000)) < 500


def bomb(size: int) -> str:
    """A token as somebody who holds the key may make it."""
    stream = zlib.compressobj(9)
    data = b"".join([*(stream.compress(b"\0" * 2**20) for _ in range(size // 2**20)), stream.flush()])
    body = f"{SIGNER._key_id}z{base64.urlsafe_b64encode(data).decode().rstrip('=')}"
    return f"{body}.{SIGNER._mac(SIGNER._key_id, body, ())}"


def test_a_decompression_bomb_is_refused_within_bounds():
    token = bomb(256 * 2**20)
    tracemalloc.start()
    with pytest.raises(BadToken, match="too large"):
        SIGNER.verify(token)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MAX_PLAIN


# -- keys ----------------------------------------------------------------------------------------------------------------


def test_rotation_keeps_old_pages_until_the_old_key_goes():
    token = Signer([OLD], "app").sign(b"x", "page")
    both = Signer([NEW, OLD], "app")
    assert both.verify(token, "page") == b"x"
    assert SIGNER.verify(both.sign(b"y", "page"), "page") == b"y"
    with pytest.raises(ForeignKey):
        SIGNER.verify(token, "page")
    with pytest.raises(ForeignKey):
        Signer([OLD], "app").verify(both.sign(b"y", "page"), "page")


def test_a_known_key_id_does_not_lend_its_trust_to_another_key():
    token = Signer([THIRD], "app").sign(b"x", "page")
    with pytest.raises(BadToken) as caught:
        SIGNER.verify(SIGNER._key_id + token[4:], "page")
    assert not isinstance(caught.value, ForeignKey)


WEAK = [
    "", "short", "x" * 32, "ab" * 20, "changeme" * 4, "change-me-please-change-me-please!", "secret" + "K9" * 20, "password" * 4, "default-key-default-key-default-key",
    "example" * 5, "0123456789" * 4, "abcdefghijklmnopqrstuvwxyz0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF", "django-insecure-kY3v9QmT0sLw8ZrB5nHc1XpJ7d",
    "your-secret-key-goes-here-000000000", "1" * 64, "3210" * 9, "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2Ea",
]  # fmt: skip


@pytest.mark.parametrize("key", WEAK)
def test_a_weak_key_is_refused(key):
    with pytest.raises(InvalidConfig, match="too weak"):
        load_keys(key)
    with pytest.raises(InvalidConfig, match="too weak"):
        load_keys([GOOD_KEY, key])


def test_no_key_at_all_is_refused():
    with pytest.raises(InvalidConfig):
        load_keys([])


def test_keys_come_from_the_environment_newest_first(monkeypatch):
    monkeypatch.setenv("HXDASH_SECRET_KEY", f"{GOOD_KEY}, {GOOD_KEY[::-1]}")
    assert load_keys(None) == [GOOD_KEY.encode(), GOOD_KEY[::-1].encode()]


def test_keys_of_the_kind_that_we_recommend_pass():
    keys = [secrets.token_urlsafe(32) for _ in range(200)] + [secrets.token_hex(32) for _ in range(200)]
    assert load_keys(keys) == [k.encode() for k in keys]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("HXDASH_SECRET_KEY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "hxdash"


def test_the_key_file_is_private_and_shared(home):
    first = load_keys(None)
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert load_keys(None) == first
    assert [p.name for p in home.iterdir()] == ["secret_key"]


def test_workers_that_start_together_share_one_key(home):
    found, together = [], threading.Barrier(16)

    def start():
        together.wait()
        found.extend(load_keys(None))

    threads = [threading.Thread(target=start) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1
    assert [p.name for p in home.iterdir()] == ["secret_key"]


def test_another_process_has_the_same_key(home):
    code = "from hxdash.signing import load_keys; print(load_keys(None)[0].decode())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert load_keys(None) == [other.stdout.strip().encode()]


def test_without_a_place_for_the_key_a_warning_says_so(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").write_text("")
    monkeypatch.delenv("HXDASH_SECRET_KEY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert load_keys(None) != load_keys(None)
    assert "HXDASH_SECRET_KEY" in caplog.text


def test_a_cut_off_key_file_is_not_used(home):
    home.mkdir()
    (home / "secret_key").write_text("short")
    assert len(load_keys(None)[0]) >= 32


def test_signatures_are_compared_in_constant_time():
    assert "hmac.compare_digest(mac," in Path(signing.__file__).read_text()
