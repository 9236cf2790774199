/* The widths of a table's columns, in <col>: one that is changed by hand lays the whole table out by widths. */
const NARROWEST = 48;
const WIDEST = 1200;

export class Widths {
  constructor(private readonly table: HTMLTableElement, private readonly keep: (written: string) => void) {}

  private get cols(): HTMLTableColElement[] { return [...this.table.querySelectorAll("col")]; }

  private col(head: HTMLElement): HTMLTableColElement { return this.cols.find((col) => col.dataset.col === head.dataset.column)!; }

  /** Give every column the width that it has, so that only the one in hand changes. */
  private settle(): void {
    if (this.table.classList.contains("is-sized")) return;
    const shown = [...this.table.tHead!.rows[0]!.cells].map((cell) => Math.round(cell.getBoundingClientRect().width));
    this.cols.forEach((col, place) => { col.width = String(shown[place]); });
    this.table.classList.add("is-sized");
    this.sum();
  }

  private sum(): void {
    this.table.setAttribute("width", String(this.cols.reduce((sum, col) => sum + Number(col.width), 0)));
  }

  private set(head: HTMLElement, width: number): number {
    const kept = Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
    this.col(head).width = String(kept);
    this.sum();
    return kept;
  }

  private tell(): void {
    this.keep(this.cols.filter((col) => col.dataset.col).map((col) => `${col.dataset.col}:${col.width}`).join(","));
  }

  change(head: HTMLElement, step: number): number {
    this.settle();
    const now = this.set(head, Number(this.col(head).width) + step);
    this.tell();
    return now;
  }

  /** Make a column as wide as what is in it. */
  fit(head: HTMLElement): number {
    this.settle();
    this.set(head, NARROWEST);
    const place = (head as HTMLTableCellElement).cellIndex;
    const widest = Math.max(...[...this.table.rows].map((row) => row.cells[place]?.scrollWidth ?? 0));
    const now = this.set(head, widest + 4);
    this.tell();
    return now;
  }

  drag(event: PointerEvent): void {
    const grip = event.target as HTMLElement;
    const head = grip.closest<HTMLElement>("th")!;
    event.preventDefault();
    event.stopPropagation();
    this.settle();
    const [start, from] = [event.clientX, Number(this.col(head).width)];
    const way = getComputedStyle(this.table).direction === "rtl" ? -1 : 1;
    const move = (moved: PointerEvent): void => void this.set(head, from + way * (moved.clientX - start));
    grip.setPointerCapture(event.pointerId);
    grip.classList.add("is-held");
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", () => { grip.removeEventListener("pointermove", move); grip.classList.remove("is-held"); if (from !== Number(this.col(head).width)) this.tell(); }, { once: true });
  }
}
