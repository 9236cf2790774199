import { covered, letter, mod, neighbour, typing } from "../lib/keys";

/** <x-select data-total>: rows chosen one by one, by range (Shift) or all that match; shows the bar of bulk actions; j, k, x. */
export class Select extends HTMLElement {
  private last: HTMLInputElement | null = null;

  connectedCallback(): void {
    this.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", this.key);
    document.body.addEventListener("htmx:afterSwap", this.show);
    this.show();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.key);
    document.body.removeEventListener("htmx:afterSwap", this.show);
  }

  get boxes(): HTMLInputElement[] { return [...this.querySelectorAll<HTMLInputElement>("input[name=ids]")]; }
  get all(): HTMLInputElement | null { return this.querySelector<HTMLInputElement>("[data-bulk-all]"); }

  clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (target.matches("[data-select-all]")) this.set(this.boxes, (target as HTMLInputElement).checked);
    else if (target.matches("input[name=ids]")) this.one(target as HTMLInputElement, event.shiftKey);
    else if (target.closest("[data-select-none]")) this.set(this.boxes, false);
    else if (target.closest("[data-select-matching]")) { this.set(this.boxes, true); if (this.all) this.all.value = "1"; this.show(); }
  }

  one(box: HTMLInputElement, range: boolean): void {
    const [from, to] = [this.boxes.indexOf(this.last ?? box), this.boxes.indexOf(box)].sort((a, b) => a - b) as [number, number];
    this.set(range ? this.boxes.slice(from, to + 1) : [box], box.checked);
    this.last = box;
  }

  set(boxes: HTMLInputElement[], checked: boolean): void {
    for (const box of boxes) box.checked = checked;
    if (this.all) this.all.value = "";
    this.show();
  }

  show = (): void => {
    const chosen = this.boxes.filter((box) => box.checked).length;
    const [bar, count, head] = [this.querySelector<HTMLElement>("[data-bulk]"), this.querySelector("[data-bulk-count]"), this.querySelector<HTMLInputElement>("[data-select-all]")];
    if (bar) bar.hidden = chosen === 0;
    if (count) count.textContent = this.all?.value ? (this.dataset.total ?? "") : String(chosen);
    if (head) { head.checked = chosen > 0 && chosen === this.boxes.length; head.indeterminate = chosen > 0 && !head.checked; }
  };

  private key = (event: KeyboardEvent): void => {
    if (mod(event) || typing(event) || covered() || document.querySelector(".panel")) return;
    const links = [...this.querySelectorAll<HTMLElement>(".row-link")];
    const row = document.activeElement?.closest(".row");
    const step = { j: 1, k: -1 }[letter(event)];
    if (step) neighbour(links, row?.querySelector<HTMLElement>(".row-link") ?? null, step)?.focus();
    else if (letter(event) === "x") row?.querySelector<HTMLInputElement>("input[name=ids]")?.click();
  };
}
