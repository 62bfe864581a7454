"""Draws a terminal session as an SVG, light and dark by the reader's preference.

usage: copydesk run raw/sample -o /tmp/out 2>&1 | python3 docs/images/terminal.py "copydesk run" > docs/images/run.svg
"""

import html
import sys

lines = ["$ " + sys.argv[1]] + sys.stdin.read().rstrip("\n").split("\n")
width = max(max(map(len, lines)) * 8.43 + 40, 640)
height = len(lines) * 20 + 56
rows = "\n".join(
    f'<text x="20" y="{56 + 20 * n}" class="{"typed" if n == 0 else "said"}" xml:space="preserve">{html.escape(line)}</text>'
    for n, line in enumerate(lines)
)
print(f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" role="img"
     aria-label="{html.escape(lines[0])}">
<style>
  rect {{ fill: #f6f8fa; stroke: #d0d7de }}
  text {{ font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328 }}
  .typed {{ font-weight: 600 }}
  circle {{ fill: #d0d7de }}
  @media (prefers-color-scheme: dark) {{
    rect {{ fill: #161b22; stroke: #30363d }}
    text {{ fill: #e6edf3 }}
    circle {{ fill: #484f58 }}
  }}
</style>
<rect x=".5" y=".5" width="{width - 1:.0f}" height="{height - 1}" rx="8"/>
<circle cx="22" cy="20" r="6"/><circle cx="42" cy="20" r="6"/><circle cx="62" cy="20" r="6"/>
{rows}
</svg>""")
