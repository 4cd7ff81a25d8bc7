"""A reliability plot as SVG: what the model said against the share that people marked."""

from collections.abc import Mapping, Sequence
from html import escape

from scoring.evidence.measures import Bin

SIZE, MARGIN, KEY = 420, 56, 26
COLOURS = ("#1b5e8c", "#b3541e", "#4a7c3a", "#6a4c93")
DASHES = ("none", "7 4", "2 3", "9 3 2 3")


def plot(curves: Mapping[str, Sequence[Bin]]) -> str:
    """The curves, by name, in one square with the diagonal that a perfect reader would follow."""
    height = SIZE + KEY * len(curves)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {height}" role="img" font-family="sans-serif" '
        'font-size="13"><title>Probability said and share marked by people</title>',
        f'<rect width="{SIZE}" height="{height}" fill="#fff"/>',
        *_axes(),
    ]
    for place, (name, bins) in enumerate(curves.items()):
        parts += _curve(place, name, bins)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(value: float) -> float:
    return round(MARGIN + value * (SIZE - MARGIN - 16), 1)


def _y(value: float) -> float:
    return round(SIZE - MARGIN - value * (SIZE - MARGIN - 16), 1)


def _axes() -> list[str]:
    lines = [f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#888" stroke-dasharray="4 4" fill="none"/>']
    for tenth in range(0, 11, 2):
        value = tenth / 10
        lines.append(f'<path d="M{_x(value)} {_y(0)}V{_y(1)}M{_x(0)} {_y(value)}H{_x(1)}" stroke="#ddd"/>')
        lines.append(f'<text x="{_x(value)}" y="{_y(0) + 18}" text-anchor="middle">{value:g}</text>')
        lines.append(f'<text x="{_x(0) - 8}" y="{_y(value) + 4}" text-anchor="end">{value:g}</text>')
    middle = (_x(0) + _x(1)) / 2
    lines.append(f'<text x="{middle}" y="{SIZE - 16}" text-anchor="middle">probability said</text>')
    turned = f'text-anchor="middle" transform="rotate(-90 16 {middle})"'
    return [*lines, f'<text x="16" y="{middle}" {turned}>share marked by people</text>']


def _curve(place: int, name: str, bins: Sequence[Bin]) -> list[str]:
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
    points = " ".join(f"{_x(each.said)},{_y(each.marked)}" for each in bins)
    line = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
    key = SIZE + KEY * place + 8
    return [
        f'<polyline points="{points}" fill="none" {line}/>',
        *(f'<circle cx="{_x(each.said)}" cy="{_y(each.marked)}" r="3.5" fill="{colour}"/>' for each in bins),
        f'<path d="M{MARGIN} {key}h36" {line}/><text x="{MARGIN + 46}" y="{key + 4}">{escape(name)}</text>',
    ]
