"""A trend as a picture for paper: a line, dots, the usual range as a hatched band; black on white."""

from collections.abc import Callable

from portal.integrations.pdf.paper import PaperTick, PaperTrend

WIDTH, HEIGHT, TOP, BOTTOM = 325, 112, 6, 94
_ANCHORS = {"start": "start", "end": "end"}


def drawn(trend: PaperTrend, text: Callable[[str], str]) -> str:
    """The picture as inline SVG with its words; `text` makes words safe within markup."""
    about = " · ".join(filter(None, [trend.span, trend.usual]))
    line = " ".join(f"{_x(x)},{_y(y)}" for x, y in trend.points)
    dots = "".join(f"M{_x(x) - 2:.1f} {_y(y)}a2 2 0 1 0 4 0a2 2 0 1 0-4 0" for x, y in trend.points)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        f' width="{WIDTH}" height="{HEIGHT}">',
        f"<title>{text(trend.summary)}</title>",
        _band(trend),
        f'<path d="M0 {BOTTOM}H{WIDTH}" stroke="#777" stroke-width=".6" fill="none"/>',
        f'<polyline points="{line}" fill="none" stroke="#222" stroke-width="1.3"/>',
        f'<path d="{dots}" fill="#222"/>',
        *_ends(trend, text),
        *(_tick(tick, text) for tick in trend.ticks),
        "</svg>",
    ]
    return (f'<p class="quiet">{text(about)}</p>' if about else "") + "".join(parts)


def _band(trend: PaperTrend) -> str:
    """The usual range: light grey between two thin lines, so that a copy still shows it."""
    top, height = trend.band
    if not height:
        return ""
    upper, lower = _y(top), _y(min(top + height, 100))
    return (
        f'<rect x="0" y="{upper}" width="{WIDTH}" height="{max(lower - upper, 1):.1f}" fill="#ececec"/>'
        f'<path d="M0 {upper}H{WIDTH}M0 {lower}H{WIDTH}" stroke="#aaa" stroke-width=".5"'
        ' stroke-dasharray="3 2"/>'
    )


def _ends(trend: PaperTrend, text: Callable[[str], str]) -> list[str]:
    """The first and the last value beside their dots."""
    if len(trend.points) < 2:
        return []
    ends = (trend.points[0], trend.points[1], trend.first, "start"), (
        trend.points[-1], trend.points[-2], trend.last, "end",
    )  # fmt: skip
    return [
        _words(_x(x), _beside(y, other[1]), value, anchor, text, bold=True)
        for (x, y), other, value, anchor in ends
    ]


def _tick(tick: PaperTick, text: Callable[[str], str]) -> str:
    return _words(_x(tick.x), HEIGHT - 8, tick.text, _ANCHORS.get(tick.anchor, "middle"), text)


def _words(
    x: float, y: float, words: str, anchor: str, text: Callable[[str], str], *, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    at = f'x="{x}" y="{y}" text-anchor="{anchor}"'
    return f'<text {at} font-size="8.5"{weight} fill="#222">{text(words)}</text>'


def _beside(y: float, next_y: float) -> float:
    """Over a dot or under it, wherever the line does not go; never outside the picture."""
    at = _y(y)
    over = at - 5 if next_y >= y else at + 12
    return over if TOP + 7 <= over <= BOTTOM - 2 else (at + 12 if over < TOP + 7 else at - 5)


def _x(percent: float) -> float:
    return round(percent * WIDTH / 100, 1)


def _y(percent: float) -> float:
    return round(TOP + percent * (BOTTOM - TOP) / 100, 1)
