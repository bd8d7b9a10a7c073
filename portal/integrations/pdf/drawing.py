"""A trend as a picture for paper: a line, dots, the usual range as a hatched band; black on white."""

from collections.abc import Callable

from portal.integrations.pdf.paper import PaperTick, PaperTrend

WIDTH, HEIGHT, TOP, BOTTOM, RIGHT = 325, 108, 6, 88, 252
_FAMILY = "Paper, 'Noto Sans', 'DejaVu Sans', sans-serif"
_ANCHORS = {"start": "start", "end": "end"}


def drawn(trend: PaperTrend, text: Callable[[str], str]) -> str:
    """The picture as inline SVG with its words; `text` makes words safe within markup."""
    line = " ".join(f"{_x(x)},{_y(y)}" for x, y in trend.points)
    dots = "".join(f"M{_x(x) - 2:.1f} {_y(y)}a2 2 0 1 0 4 0a2 2 0 1 0-4 0" for x, y in trend.points)
    parts = [
        *(f'<p class="quiet">{text(words)}</p>' for words in (trend.span, trend.usual) if words),
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        f' width="{WIDTH}" height="{HEIGHT}">',
        f"<title>{text(trend.summary)}</title>",
        _band(trend),
        f'<path d="M0 {BOTTOM}H{RIGHT}" stroke="#777" stroke-width=".6" fill="none"/>',
        f'<polyline points="{line}" fill="none" stroke="#222" stroke-width="1.3"/>',
        f'<path d="{dots}" fill="#222"/>',
        _last(trend, text),
        *(_tick(tick, text) for tick in trend.ticks),
        "</svg>",
    ]
    return "".join(parts)


def _band(trend: PaperTrend) -> str:
    """The usual range: light grey between two thin lines, so that a copy still shows it."""
    top, height = trend.band
    if not height:
        return ""
    upper, lower = _y(top), _y(min(top + height, 100))
    return (
        f'<rect x="0" y="{upper}" width="{RIGHT}" height="{max(lower - upper, 1):.1f}" fill="#ececec"/>'
        f'<path d="M0 {upper}H{RIGHT}M0 {lower}H{RIGHT}" stroke="#aaa" stroke-width=".5"'
        ' stroke-dasharray="3 2"/>'
    )


def _last(trend: PaperTrend, text: Callable[[str], str]) -> str:
    """The newest value, beside its dot where no line goes."""
    if not trend.points:
        return ""
    return _words(RIGHT + 4, _y(trend.points[-1][1]) + 3, trend.last, "start", text, bold=True)


def _tick(tick: PaperTick, text: Callable[[str], str]) -> str:
    return _words(_x(tick.x), HEIGHT - 8, tick.text, _ANCHORS.get(tick.anchor, "middle"), text)


def _words(
    x: float, y: float, words: str, anchor: str, text: Callable[[str], str], *, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    at = f'x="{x}" y="{y}" text-anchor="{anchor}"'
    return f'<text {at} font-family="{_FAMILY}" font-size="9"{weight} fill="#222">{text(words)}</text>'


def _x(percent: float) -> float:
    return round(percent * RIGHT / 100, 1)


def _y(percent: float) -> float:
    return round(TOP + percent * (BOTTOM - TOP) / 100, 1)
