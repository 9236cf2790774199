import { letter, mod, neighbour } from "./keys";

const STEPS: Record<string, number> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1, Home: -9999, End: 9999 };

/** Where somebody at the keyboard is in a list: on a row's link or, with the arrows to the side, in one of its cells. */
export class Cursor {
  private last = "";

  constructor(private readonly list: HTMLElement) {}

  get rows(): HTMLElement[] { return [...this.list.querySelectorAll<HTMLElement>("#rows > .row")]; }
  get row(): HTMLElement | null { return this.active?.closest<HTMLElement>("#rows > .row") ?? null; }
  private get active(): HTMLElement | null { return document.activeElement as HTMLElement | null; }
  private get cell(): HTMLElement | null { return this.active?.closest<HTMLElement>("td[data-edit]") ?? null; }

  /** Whether a key pressed on `target` is meant for the row rather than for a control in it. */
  holds(target: EventTarget | null): boolean {
    return (target as HTMLElement).matches(".row-link, td");
  }

  /** Take the key if it moves. Arrows and Home, End do so in the list alone, for elsewhere they scroll and move through menus. */
  moved(event: KeyboardEvent): boolean {
    const free = this.active === document.body || !!this.row;
    const step = STEPS[event.key] ?? STEPS[letter(event)];
    if (mod(event) || (!free && event.key.length > 1)) return false;
    if (step) this.go(step);
    else if (this.row && (event.key === "ArrowRight" || event.key === "ArrowLeft")) this.aside(event.key === "ArrowRight" ? 1 : -1);
    else return false;
    return true;
  }

  /** Leave the cell for its row; false where there was none to leave. */
  climbed(): boolean {
    if (!this.cell) return false;
    this.link(this.row)?.focus();
    return true;
  }

  /** Come back to the row that was left last. */
  return(): void {
    this.link(document.getElementById(this.last) ?? this.rows[0] ?? null)?.focus();
  }

  private link(row: HTMLElement | null | undefined): HTMLElement | null {
    return row?.querySelector<HTMLElement>(".row-link") ?? null;
  }

  private go(step: number): void {
    const next = neighbour(this.rows, this.row ?? document.getElementById(this.last), step);
    const field = this.cell?.dataset.field;
    const target = (field && next?.querySelector<HTMLElement>(`[data-field="${field}"][data-edit]`)) || this.link(next);
    if (next) this.last = next.id;
    target?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }

  private aside(step: number): void {
    const stops = [this.link(this.row)!, ...this.row!.querySelectorAll<HTMLElement>("td[data-edit]")];
    const next = neighbour(stops, this.cell ?? stops[0]!, step);
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
