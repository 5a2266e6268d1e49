"""How bytes become characters: header, byte order mark, meta, nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser_pages import BrowserPage

_PAGE = "<html><head>{}</head><form action='/\u00e9?\u00e9' method=post><input type=hidden name=a value='{}'><input type=hidden name=_charset_></form>"
# Label, Python codec, text that it can write.
_NAMED = (
    ("utf-8", "utf-8", "caf\u00e9 \u20ac \u65e5\u672c"),
    ("windows-1252", "cp1252", "caf\u00e9 \u20ac \u2019"),
    ("iso-8859-1", "cp1252", "\u20ac \u0160 \u00e9"),
    ("ascii", "cp1252", "\u00e9 \u201c"),
    ("latin1", "latin-1", "\u00ff\u00e9"),
    ("iso-8859-2", "iso8859-2", "\u0141\u00f3d\u017a"),
    ("iso-8859-15", "iso8859-15", "\u20ac\u0153"),
    ("windows-1250", "cp1250", "\u0159e\u010d"),
    ("windows-1251", "cp1251", "\u041f\u0440\u0438\u0432\u0435\u0442"),
    ("koi8-r", "koi8-r", "\u041f\u0440\u0438\u0432\u0435\u0442"),
    ("ibm866", "cp866", "\u041f\u0440\u0438"),
    ("macintosh", "mac-roman", "\u00e9\u03c0"),
    ("windows-1253", "cp1253", "\u0391\u03b8"),
    ("windows-1255", "cp1255", "\u05e9\u05dc"),
    ("windows-1256", "cp1256", "\u0633\u0644"),
    ("windows-874", "cp874", "\u0e01\u0e02"),
    ("tis-620", "cp874", "\u0e01\u20ac"),
    ("shift_jis", "cp932", "\u65e5\u672c\u8a9e\uff71\u2460"),
    ("euc-jp", "euc_jp", "\u65e5\u672c\u8a9e"),
    ("iso-2022-jp", "iso2022_jp", "\u65e5\u672c\u8a9e"),
    ("gbk", "gbk", "\u4e2d\u6587"),
    ("gb2312", "gbk", "\u4e2d\u9555"),
    ("gb18030", "gb18030", "\u4e2d\U0001f600"),
    ("big5", "big5", "\u4e2d\u6587"),
    ("big5-hkscs", "big5hkscs", "\u4e2d\u5605"),
    ("euc-kr", "cp949", "\ud55c\uad6d\ub618"),
    ("utf-16le", "utf-16-le", "caf\u00e9 \u65e5"),
    ("utf-16be", "utf-16-be", "caf\u00e9 \u65e5"),
    ("utf-16", "utf-16-le", "caf\u00e9"),
)


def pages() -> tuple[BrowserPage, ...]:
    """All of them."""
    return tuple(_pages())


def _pages() -> Iterator[BrowserPage]:
    kind = "encodings"
    for label, codec, text in _NAMED:
        body = _PAGE.format("", text).encode(codec, "xmlcharrefreplace")
        yield BrowserPage(kind, f"header {label}", body, f"text/html; charset={label}")
    for label, codec, text in _NAMED:
        if "utf-16" not in label:
            page = _PAGE.format(f"<meta charset={label}>", text)
            yield BrowserPage(
                kind, f"meta {label}", page.encode(codec, "xmlcharrefreplace"), "text/html"
            )
    plain = _PAGE.format("", "caf\u00e9")
    html = "text/html"
    for name, body, declared in (
        ("nothing declared", plain.encode("cp1252"), html),
        ("nothing declared, bytes of utf-8", plain.encode(), html),
        ("nothing declared, ascii", _PAGE.format("", "cafe").encode("ascii", "ignore"), html),
        ("mark of utf-8", b"\xef\xbb\xbf" + plain.encode(), html),
        ("mark against the header", b"\xef\xbb\xbf" + plain.encode(), f"{html}; charset=shift_jis"),
        ("mark of utf-16le", b"\xff\xfe" + plain.encode("utf-16-le"), html),
        ("mark of utf-16be", b"\xfe\xff" + plain.encode("utf-16-be"), f"{html}; charset=utf-8"),
        (
            "header against meta",
            _PAGE.format("<meta charset=utf-8>", "\u00e9").encode("cp1252"),
            f"{html}; charset=windows-1252",
        ),
        (
            "header unknown, meta known",
            _meta("koi8-r", "\u041f", "koi8-r"),
            f"{html}; charset=bogus",
        ),
        ("header quoted", plain.encode(), f'{html}; charset="utf-8"'),
        ("header in single quotes", plain.encode(), f"{html}; charset='utf-8'"),
        ("header twice", plain.encode(), f"{html}; charset=utf-8; charset=koi8-r"),
        ("header in capitals", plain.encode(), "TEXT/HTML; CHARSET=UTF-8"),
        ("header with blanks", plain.encode(), f"{html} ; charset = utf-8"),
        ("header empty", plain.encode(), f"{html}; charset="),
        (
            "meta http-equiv",
            _PAGE.format(
                "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>", "\u0141"
            ).encode("iso8859-2", "xmlcharrefreplace"),
            html,
        ),
        (
            "meta content before http-equiv",
            _PAGE.format(
                "<meta content='text/html;charset=\"koi8-r\"' http-equiv=content-type>", "\u041f"
            ).encode("koi8-r", "xmlcharrefreplace"),
            html,
        ),
        (
            "meta content without http-equiv",
            _PAGE.format("<meta content='text/html; charset=koi8-r'>", "\u00e9").encode("cp1252"),
            html,
        ),
        ("meta utf-16 means utf-8", _meta("utf-16", "caf\u00e9", "utf-8"), html),
        (
            "meta x-user-defined means windows-1252",
            _meta("x-user-defined", "\u00e9", "cp1252"),
            html,
        ),
        (
            "header x-user-defined",
            b"<form><input name=a value='\x80\xff\xe9'></form>",
            f"{html}; charset=x-user-defined",
        ),
        ("header utf-7", plain.encode("cp1252"), f"{html}; charset=utf-7"),
        ("header replacement", plain.encode("cp1252"), f"{html}; charset=iso-2022-kr"),
        ("header hz-gb-2312", plain.encode("cp1252"), f"{html}; charset=hz-gb-2312"),
        ("meta unknown", _meta("bogus", "\u00e9", "cp1252"), html),
        (
            "meta twice",
            _PAGE.format("<meta charset=koi8-r><meta charset=utf-8>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta in a comment",
            _PAGE.format("<!-- <meta charset=koi8-r> -->", "\u00e9").encode("cp1252"),
            html,
        ),
        (
            "meta in a script",
            _PAGE.format("<script>'<meta charset=koi8-r>'</script>", "\u00e9").encode("cp1252"),
            html,
        ),
        (
            "meta in a title",
            _PAGE.format("<title><meta charset=koi8-r></title>", "\u00e9").encode("cp1252"),
            html,
        ),
        (
            "meta at 900",
            _PAGE.format(" " * 900 + "<meta charset=koi8-r>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta over 1024",
            _PAGE.format("<!--" + "x" * 1100 + "--><meta charset=koi8-r>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta with two charsets",
            _PAGE.format("<meta charset=koi8-r charset=utf-8>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta in a bogus comment",
            _PAGE.format("<!<meta charset=koi8-r><meta charset=iso-8859-2>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta after an empty comment",
            _PAGE.format("<!--><meta charset=koi8-r>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta in a tag left open",
            _PAGE.format('<meta charset=koi8-r title="><meta charset=iso-8859-2>', "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta with an empty charset and a content",
            _PAGE.format(
                "<meta charset='' http-equiv=content-type content='text/html; charset=koi8-r'>",
                "\u041f",
            ).encode("koi8-r", "xmlcharrefreplace"),
            html,
        ),
        (
            "meta in an attribute",
            _PAGE.format("<link title='<meta charset=koi8-r>'>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta in a textarea",
            _PAGE.format("<textarea><meta charset=koi8-r></textarea>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta in noscript",
            _PAGE.format("<noscript><meta charset=koi8-r></noscript>", "\u041f").encode(
                "koi8-r", "xmlcharrefreplace"
            ),
            html,
        ),
        (
            "meta with a content in open quotes",
            _PAGE.format(
                '<meta http-equiv=content-type content="text/html; charset=\'koi8-r">', "\u041f"
            ).encode("koi8-r", "xmlcharrefreplace"),
            html,
        ),
        (
            "bad bytes of utf-8",
            b"<form><input name=a value='\xff\xc3(\xed\xa0\x80\xf4\x90\x80\x80\xe2\x82'></form>",
            f"{html}; charset=utf-8",
        ),
        (
            "bad bytes of shift_jis",
            b"<form><input name=a value='\x81\xff\x82'></form>",
            f"{html}; charset=shift_jis",
        ),
        (
            "bad bytes of euc-kr",
            b"<form><input name=a value='\xc8a\xff\x81'></form>",
            f"{html}; charset=euc-kr",
        ),
        (
            "bad bytes of gb18030",
            b"<form><input name=a value='\x810\x81\x80\xff'></form>",
            f"{html}; charset=gb18030",
        ),
        (
            "bad bytes of big5",
            b"<form><input name=a value='\x81@\xfe\xff'></form>",
            f"{html}; charset=big5",
        ),
        (
            "bad bytes of iso-2022-jp",
            b"<form><input name=a value='\x1b$Bx\x1b(B\xff'></form>",
            f"{html}; charset=iso-2022-jp",
        ),
        (
            "undefined bytes of windows-1252",
            b"<form><input name=a value='\x81\x8d\x8f\x90\x9d'></form>",
            f"{html}; charset=windows-1252",
        ),
        (
            "undefined bytes of windows-1253",
            b"<form><input name=a value='\xaa\xd2\xff'></form>",
            f"{html}; charset=windows-1253",
        ),
        (
            "odd number of bytes in utf-16",
            plain.encode("utf-16-le") + b"x",
            f"{html}; charset=utf-16le",
        ),
        (
            "lone surrogate in utf-16",
            "<form><input name=a value='\ud800'></form>".encode("utf-16-le", "surrogatepass"),
            f"{html}; charset=utf-16le",
        ),
        (
            "xhtml",
            b"<html xmlns='http://www.w3.org/1999/xhtml'><body><form action='/x' method='post'>"
            b"<input name='a' value='1'/></form></body></html>",
            "application/xhtml+xml",
        ),
        ("no content type", plain.encode(), ""),
        ("text that is html", plain.encode(), "text/plain"),
    ):
        yield BrowserPage(kind, name, body, declared)


def _meta(label: str, text: str, codec: str) -> bytes:
    return _PAGE.format(f"<meta charset={label}>", text).encode(codec, "xmlcharrefreplace")
