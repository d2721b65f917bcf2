"""Exports workbooks and prose to PDF with LibreOffice."""

from __future__ import annotations

import html
import subprocess
import tempfile
from pathlib import Path

from office.workbook import Text

TIMEOUT_S = 240


def export(files: list[Path], out: Path) -> list[Path]:
    """Convert files to PDF in folder `out`; a profile of its own keeps runs apart.

    Raises:
        RuntimeError: LibreOffice made no PDF of a file.
    """
    with tempfile.TemporaryDirectory(prefix="soffice-") as profile:
        done = subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
             "--outdir", str(out), *map(str, files)],
            capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    made = [out / f"{file.stem}.pdf" for file in files]
    for pdf in made:
        if not pdf.exists():
            raise RuntimeError(f"LibreOffice made no {pdf.name}: {done.stdout}{done.stderr}")
    return made


STYLES = {
    "title": 'fo:text-align="center" fo:margin-top="4cm" fo:margin-bottom="1cm"|24pt|bold|#000000',
    "heading": 'fo:text-align="start" fo:margin-top="0.4cm"|15pt|bold|#000000',
    "watermark": 'fo:text-align="center" fo:margin-top="9cm"|60pt|normal|#c8c8c8',
    "entry": 'fo:text-align="start"|12pt|normal|#000000',
    "paragraph": 'fo:text-align="justify" fo:text-indent="0.9cm" fo:line-height="150%"|12pt|normal|#000000',
}


def write_prose(pages: list[Text], font: str, footer: str, path: Path) -> None:
    """Write pages of prose as a flat text document; `footer` has &P for the page's number."""
    styles, body = [], []
    for name, value in STYLES.items():
        paragraph, size, weight, colour = value.split("|")
        for broken in ("", "-new"):
            extra = ' fo:break-before="page"' if broken else ""
            styles.append(
                f'<style:style style:name="{name}{broken}" style:family="paragraph">'
                f"<style:paragraph-properties {paragraph}{extra}/>"
                f'<style:text-properties fo:font-size="{size}" style:font-size-asian="{size}" fo:color="{colour}" '
                f'fo:font-weight="{weight}" '
                f'style:font-weight-asian="{weight}" style:font-name="F" style:font-name-asian="F"/></style:style>')
    for page in pages:
        for i, (style, line) in enumerate(page.lines):
            name = style + ("-new" if i == 0 and page is not pages[0] else "")
            body.append(f'<text:p text:style-name="{name}">{html.escape(line)}</text:p>')
    number = html.escape(footer.replace("&A", "")).replace("&amp;P", "<text:page-number/>")
    number = number.replace("&amp;N", "<text:page-count/>")
    spaces = ("office", "style", "text", "svg-compatible", "xsl-fo-compatible")
    names = " ".join(f'xmlns:{n.split("-")[0].replace("xsl", "fo")}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
                     for n in spaces)
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
        f'<style:font-face style:name="F" svg:font-family="\'{font}\'"/></office:font-face-decls>'
        f"<office:automatic-styles>{''.join(styles)}"
        '<style:style style:name="foot" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
        '</style:style><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin="2.4cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:footer>'
        f'<text:p text:style-name="foot">{number}</text:p></style:footer></style:master-page></office:master-styles>'
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document>",
        encoding="utf-8")
