"""What is a username, and which two are the same."""

import pytest

from gatepost.errors import InvalidInput
from gatepost.users.identifiers import find_username_key, username_key

SCRIPTS = [
    "fatematzuhora",
    "a",
    "7",
    "Ada.Lovelace_1815+x-y",
    "রহিম",
    "ফাতেমা_তুজ_জোহরা",
    "শ্রাবণী",
    "देवनागरी",
    "क्षत्रिय",
    "தமிழ்",
    "ภูมิใจ",
    "עברית",
    "العربية",
    "Ελένη",
    "Анна",
    "花子",
    "はなこ",
    "김철수",
    "Nguyễn",
    "Nguye\u0302\u0303n",
    "١٢٣",
    "𐐷",
]
REFUSED = {
    "nothing": "",
    "a space": "ada lovelace",
    "a space in it": "ad a",
    "a no-break space": "ada\u00a0l",
    "an at sign": "ada@example.org",
    "an emoji": "ada🦆",
    "only an emoji": "🦆",
    "a slash": "ada/l",
    "a backslash": "ada\\l",
    "a quote": "ada'l",
    "an angle bracket": "<b>",
    "a percent sign": "ada%",
    "a line break": "ada\n",
    "an escape": "ada\x1b",
    "a zero-width space": "ada\u200bl",
    "a zero-width joiner": "ada\u200dl",
    "a right-to-left override": "ada\u202el",
    "a soft hyphen": "ada\u00adl",
    "a byte order mark": "\ufeffada",
    "a mark without a letter": "\u0301ada",
    "a mark on a digit": "1\u0301",
    "a mark on a full stop": "ada.\u0301",
    "an enclosing mark": "a\u20dd",
    "a circled letter": "ⓐda",
    "a roman numeral": "Ⅷ",
    "a superscript": "ada²",
    "a fraction": "½",
    "a long dash": "ada–l",
    "a private character": "ada\ue000",
    "half a surrogate pair": "ada\ud800",
    "a letter that folds to a space and a mark": "\u037a",
    "a variation selector": "ada\ufe0f",
    "a supplementary variation selector": "ada\U000e0100",
    "a combining grapheme joiner": "a\u034fda",
    "a Mongolian variation selector": "ada\u180b",
    "a Mongolian vowel separator": "ada\u180e",
    "a hangul filler": "ada\u3164",
    "only a hangul filler": "\u3164",
    "a halfwidth hangul filler": "ada\uffa0",
    "a hangul choseong filler": "\u115fada",
    "a Khmer inherent vowel": "ada\u17b4",
    "a tag": "ada\U000e0061",
}
SAME = [
    ("ada", "ADA"),
    ("ada", "ａｄａ"),
    ("ada", "𝓪𝓭𝓪"),
    ("straße", "STRASSE"),
    ("ﬁnn", "FINN"),
    ("é", "e\u0301"),
    ("Ångström", "A\u030angstro\u0308m"),
    ("σοφος", "ΣΟΦΟΣ"),
    ("ｶﾞ", "ガ"),
    ("য়", "\u09af\u09bc"),
    ("क़", "\u0915\u093c"),
]


@pytest.mark.parametrize("name", SCRIPTS)
def test_letters_digits_and_their_marks_of_any_script_are_a_username(name: str) -> None:
    assert username_key(name) == username_key(username_key(name))


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED.keys())
def test_nothing_else_is_in_a_username(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        username_key(name)
    assert list(refusal.value.errors) == ["username"]


@pytest.mark.parametrize("name", ["", "\ud800", "ada lovelace", "ada@example.org", "ada\n", "ada\x1b", "a" * 51])
def test_what_never_was_a_username_is_not_looked_up(name: str) -> None:
    assert find_username_key(name) is None


@pytest.mark.parametrize("name", [" ada", "ada ", "\u3000ada\u00a0", "\tada"])
def test_the_blanks_around_a_username_are_no_part_of_it(name: str) -> None:
    assert username_key(name) == find_username_key(name) == "ada"


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_width_and_composition_make_no_difference(one: str, other: str) -> None:
    assert username_key(one) == username_key(other)


@pytest.mark.parametrize(("one", "other"), [("ada", "аda"), ("o", "ø"), ("i", "ı"), ("e", "é"), ("a.b", "ab")])
def test_what_only_looks_alike_is_another_name(one: str, other: str) -> None:
    assert username_key(one) != username_key(other)


@pytest.mark.parametrize("letter", ["a", "é", "字", "𐐷", "ß"])
def test_a_username_has_at_most_fifty_characters(letter: str) -> None:
    assert username_key(letter * 50)
    assert find_username_key(letter * 51) is None


def test_its_normal_form_may_be_longer() -> None:
    assert len(username_key("ﬃ" * 50)) == 150
    assert len(username_key("ﷲ" * 50)) == 200  # the longest, and what a row has room for
    with pytest.raises(InvalidInput):
        username_key("ﷺ")  # one character that stands for eighteen, three of them spaces
