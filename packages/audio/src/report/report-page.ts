/** Colours of a page, for print: dark ink, one accent, and marks that differ in shape too. */
export const paper = {
  ink: '#16181d',
  muted: '#5d6470',
  line: '#d9dce2',
  fill: '#e8edfb',
  accent: '#2f5bd3',
  ok: '#1f7a46',
  warn: '#a85b00',
} as const;

type Document = PDFKit.PDFDocument;
type Font = 'regular' | 'medium' | 'bold';
interface Style {
  font?: Font;
  size?: number;
  colour?: string;
  width?: number;
}
type Cell = [text: string, width: number, align?: 'left' | 'right'];

const margin = 48;
const features: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum', 'kern'];

/** The first page of a document, on which things are written from the top down; new ones follow as they are needed. */
export const startPage = (document: Document, footer: string): Page => new Page(document, footer);

export class Page {
  readonly document: Document;
  readonly left = margin;
  readonly #footer: string;
  #number = 0;
  y = 0;

  constructor(document: Document, footer: string) {
    this.document = document;
    this.#footer = footer;
    this.#turn();
  }

  get right(): number {
    return this.document.page.width - margin;
  }

  get width(): number {
    return this.right - this.left;
  }

  /** Turns to a new page unless so many points are left on this one. */
  keepTogether(height: number): void {
    if (this.y + height > this.document.page.height - margin - 16) this.#turn();
  }

  space(height: number): void {
    this.y += height;
  }

  heading(text: string): void {
    this.keepTogether(90);
    this.space(8);
    this.text(text, { font: 'bold', size: 11 });
    this.space(5);
  }

  text(text: string, { font = 'regular', size = 8.5, colour = paper.ink, width = this.width }: Style = {}): void {
    const { document } = this;
    document.font(font).fontSize(size).fillColor(colour);
    const options = { width, features, lineGap: 1 };
    this.keepTogether(document.heightOfString(text, options));
    document.text(text, this.left, this.y, options);
    this.y = document.y;
  }

  /** Cells side by side, as high as the highest. */
  row(cells: readonly Cell[], { font = 'regular', size = 8, colour = paper.ink }: Style = {}): void {
    const { document } = this;
    document.font(font).fontSize(size).fillColor(colour);
    let x = this.left;
    let bottom = this.y;
    for (const [text, width, align = 'left'] of cells) {
      document.text(text, x, this.y, { width: align === 'right' ? width : width - 6, align, features });
      bottom = Math.max(bottom, document.y);
      x += width;
    }
    this.y = bottom + 2;
  }

  rule(): void {
    this.document
      .moveTo(this.left, this.y + 2)
      .lineTo(this.right, this.y + 2)
      .lineWidth(0.5)
      .strokeColor(paper.line)
      .stroke();
    this.y += 6;
  }

  /** Numbers with their names above and units behind. */
  figures(all: readonly (readonly [label: string, value: string, unit: string])[]): void {
    const { document } = this;
    const width = this.width / all.length;
    for (const [index, [label, value, unit]] of all.entries()) {
      const x = this.left + index * width;
      document.font('regular').fontSize(7.5).fillColor(paper.muted).text(label, x, this.y, { width, lineBreak: false });
      document
        .font('bold')
        .fontSize(14)
        .fillColor(paper.ink)
        .text(value, x, this.y + 12, { width, features, lineBreak: false });
      document
        .font('regular')
        .fontSize(7.5)
        .fillColor(paper.muted)
        .text(unit, x, this.y + 31, { width, lineBreak: false });
    }
    this.y += 46;
  }

  /** A line with a tick or an exclamation mark in front. */
  check(ok: boolean, text: string): void {
    const { document } = this;
    this.keepTogether(14);
    const x = this.left;
    const y = this.y + 2;
    document.lineWidth(1.3).strokeColor(ok ? paper.ok : paper.warn);
    if (ok)
      document
        .moveTo(x, y + 3.5)
        .lineTo(x + 2.5, y + 6)
        .lineTo(x + 7, y + 0.5)
        .stroke();
    else
      document
        .moveTo(x + 3.5, y - 0.5)
        .lineTo(x + 3.5, y + 4)
        .moveTo(x + 3.5, y + 5.6)
        .lineTo(x + 3.5, y + 6.9)
        .stroke();
    document.font('regular').fontSize(8.5).fillColor(paper.ink);
    document.text(text, x + 14, this.y, { width: this.width - 14, features, lineGap: 1 });
    this.y = document.y + 2;
  }

  #turn(): void {
    const { document } = this;
    document.addPage();
    this.#number += 1;
    const y = document.page.height - margin + 8;
    document.font('regular').fontSize(7).fillColor(paper.muted);
    document.text(this.#footer, this.left, y, { width: this.width - 40, lineBreak: false, ellipsis: true, height: 10 });
    document.text(String(this.#number), this.right - 40, y, { width: 40, align: 'right', lineBreak: false, features });
    this.y = margin;
  }
}
