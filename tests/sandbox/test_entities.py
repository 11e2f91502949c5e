"""Formatted text is read as strictly as Telegram reads it (T4, T25)."""

import pytest

from sandbox.entities import Entity, as_html, formatted
from sandbox.errors import ApiError


def html(source: str) -> list[tuple[str, int, int]]:
    return [(e.type, e.offset, e.length) for e in formatted(source, "HTML", None).entities]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("å <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("temp <3 C", 'Unsupported start tag "3" at byte offset 5'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        formatted(source, "HTML", None)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_offsets_count_utf16_units() -> None:
    assert html("🔧 <b>Ø</b>") == [("bold", 3, 1)]


def test_nested_tags_come_outermost_first() -> None:
    assert html("<i><b>a</b>b</i>") == [("italic", 0, 2), ("bold", 0, 1)]


def test_character_references_become_characters() -> None:
    assert formatted("1 &lt; 2 &amp;&#229;&nbsp;", "HTML", None).text == "1 < 2 &å&nbsp;"


def test_language_of_code_belongs_to_the_pre_around_it() -> None:
    text = formatted('<pre><code class="language-python">x</code></pre>', "html", None)
    assert text.entities == (Entity("pre", 0, 1, {"language": "python"}),)


def test_expandable_blockquote_is_its_own_type() -> None:
    assert html("<blockquote expandable>a</blockquote>") == [("expandable_blockquote", 0, 1)]


def test_link_without_a_real_address_is_just_words() -> None:
    assert html('<a href="nowhere">a</a>') == []
    assert formatted('<a href="https://a.no?b&amp;c">a</a>', "HTML", None).entities[0].extra == {
        "url": "https://a.no?b&c"
    }


def test_whitespace_around_is_cut_and_entities_move() -> None:
    text = formatted("\n  <b>a </b> ", "HTML", None)
    assert (text.text, text.entities) == ("a", (Entity("bold", 0, 1),))


@pytest.mark.parametrize("source", ["1. Start", "a-b", "(c)", "x = y", "#1001", "hei!"])
def test_markdown_refuses_unescaped_reserved_characters(source: str) -> None:
    with pytest.raises(ApiError, match="is reserved and must be escaped"):
        formatted(source, "MarkdownV2", None)


def test_markdown_pairs_and_links_become_entities() -> None:
    text = formatted(r"*a _b_* ~c~ ||d|| `e\`` [f](https://g.no) \.", "MarkdownV2", None)
    assert text.text == "a b c d e` f ."
    assert [e.type for e in text.entities] == [
        "bold",
        "italic",
        "strikethrough",
        "spoiler",
        "code",
        "text_link",
    ]


def test_markdown_quote_spans_lines_that_begin_with_an_angle() -> None:
    text = formatted(">a\n>b\nc", "MarkdownV2", None)
    assert (text.text, text.entities) == ("a\nb\nc", (Entity("blockquote", 0, 3),))


@pytest.mark.parametrize("source", ["*a", "__a", "`a", "```a", "[a", "||a"])
def test_markdown_refuses_open_pairs(source: str) -> None:
    with pytest.raises(ApiError, match="Can't find end of"):
        formatted(source, "MarkdownV2", None)


def test_legacy_markdown_refuses_a_stray_underscore() -> None:
    with pytest.raises(ApiError, match="Can't find end of the entity starting at byte offset 4"):
        formatted("snap_it", "Markdown", None)


def test_commands_links_and_addresses_are_found_in_plain_text() -> None:
    text = formatted("/queue@a_bot https://a.no/b. kari@a.no @ola_h #sak", None, None)
    assert [e.type for e in text.entities] == ["bot_command", "url", "email", "mention", "hashtag"]


def test_nothing_is_found_inside_code() -> None:
    assert html("<code>https://a.no</code>") == [("code", 0, 12)]


def test_more_than_hundred_entities_are_refused() -> None:
    with pytest.raises(ApiError, match="ENTITIES_TOO_LONG"):
        formatted("<b>a</b> " * 101, "HTML", None)


def test_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("a", "RTF", None)


def test_page_html_is_escaped_and_well_formed_when_entities_cross() -> None:
    entities = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
    assert as_html("a<b", entities) == "<b>a<i>&lt;</i></b><i>b</i>"


def test_page_html_keeps_surrogate_pairs_whole() -> None:
    assert as_html("😀\nå", [{"type": "bold", "offset": 0, "length": 2}]) == "<b>😀</b><br>å"
