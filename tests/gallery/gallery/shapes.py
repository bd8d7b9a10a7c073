"""Made-up rows of the shapes that services give to the kit."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    title: str
    line: str = ""
    icon: str = "document"
    tag: str = ""
    tone: str = "plain"
    href: str = "/filled"


@dataclass(frozen=True)
class Bar:
    at: str = "74%"
    value: str = "148"
    anchor: str = "middle"
    usual_from: str = "0%"
    usual_width: str = "65%"
    low: str = "0"
    high: str = "200"
    usual: str = "usual: under 130"
    summary: str = "148 milligrams per deciliter, above the usual range of under 130"


@dataclass(frozen=True)
class Point:
    x: str
    y: str
    value: str
    when: str
    tone: str = "plain"
    note: str = "In the usual range"


@dataclass(frozen=True)
class Tick:
    x: str
    text: str
    anchor: str = "middle"


def _points() -> list[Point]:
    heights = [64, 60, 68, 50, 42, 32]
    values = [118, 122, 114, 131, 138, 148]
    return [
        Point(
            x=f"{n * 20}%",
            y=f"{height}%",
            value=f"{value} mg/dL",
            when=f"Nov 20, {2021 + n}",
            tone="high" if value > 130 else "plain",
            note="Above the usual range" if value > 130 else "In the usual range",
        )
        for n, (height, value) in enumerate(zip(heights, values, strict=True))
    ]


@dataclass(frozen=True)
class End:
    x: str
    y: str
    away: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Trend:
    title: str = "LDL cholesterol"
    line: str = "0,64 20,60 40,68 60,50 80,42 100,32"
    points: list[Point] = field(default_factory=_points)
    ticks: list[Tick] = field(
        default_factory=lambda: [
            Tick("1%", "2021", "start"),
            Tick("50%", "2023"),
            Tick("98%", "2026", "end"),
        ]
    )
    ends: list[End] = field(
        default_factory=lambda: [
            End("100%", "32%", "-14", "148 mg/dL", "end"),
            End("40%", "68%", "26", "114 mg/dL"),
        ]
    )
    band_top: str = "51%"
    band_height: str = "45%"
    band_text: str = "usual range: under 130"
    summary: str = "LDL rose from 118 in 2021 to 148 in 2026"


ROWS = [
    Row("Lipid panel", "Nov 20, 2026 · 1 of 4 outside the usual range", "flask", "1 high", "high"),
    Row("Hemoglobin A1c", "Nov 20, 2026 · in the usual range", "flask", "In range", "good"),
    Row("Potassium", "Nov 18, 2026 · 3.1 mmol/L", "flask", "Low", "low"),
    Row("Visit summary", "Nov 18, 2026 · Dr. Okafor", "stethoscope"),
    Row(
        "Before your visit: health history",
        "Due Nov 30 · about 6 minutes",
        "clipboard",
        "Due soon",
        "attention",
    ),
    Row("Invitation", "The email came back", "messages", "Not delivered", "danger"),
    Row(
        "Pneumococcal polysaccharide vaccine, 23-valent, for adults at higher risk",
        "Oct 2, 2019",
        "syringe",
        "Given",
        "plain",
    ),
]
