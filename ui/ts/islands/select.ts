import { Cursor } from "../lib/cursor";
import { ListKeys } from "../lib/list-keys";
import { announce } from "../lib/server";

/**
 * <x-select data-total data-said>: rows chosen one by one, by range (Shift), all of the page or all that match; shows the bar of bulk
 * actions. What the keyboard does here stands in lib/list-keys.
 */
export class Select extends HTMLElement {
  private last: HTMLInputElement | null = null;
  readonly cursor = new Cursor(this);
  private keys = new ListKeys(this);

  connectedCallback(): void {
    this.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", this.keys.press);
    document.body.addEventListener("htmx:afterSwap", this.show);
    this.show();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.keys.press);
    document.body.removeEventListener("htmx:afterSwap", this.show);
  }

  get boxes(): HTMLInputElement[] { return [...this.querySelectorAll<HTMLInputElement>("input[name=ids]")]; }
  get all(): HTMLInputElement | null { return this.querySelector<HTMLInputElement>("[data-bulk-all]"); }
  get bar(): HTMLElement | null { return this.querySelector<HTMLElement>("[data-bulk]"); }

  clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (target.matches("[data-select-all]")) this.set(this.boxes, (target as HTMLInputElement).checked);
    else if (target.matches("input[name=ids]")) this.one(target as HTMLInputElement, event.shiftKey);
    else if (target.closest("[data-select-none]")) this.none();
    else if (target.closest("[data-select-matching]")) this.matching();
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

  matching(): void {
    this.set(this.boxes, true);
    if (this.all) this.all.value = "1";
    this.show();
  }

  none(): void {
    const back = this.bar?.contains(document.activeElement);
    this.set(this.boxes, false);
    if (back) this.cursor.return();
  }

  show = (): void => {
    const chosen = this.boxes.filter((box) => box.checked).length;
    const [bar, count, head] = [this.bar, this.querySelector("[data-bulk-count]"), this.querySelector<HTMLInputElement>("[data-select-all]")];
    const said = this.all?.value ? (this.dataset.total ?? "") : String(chosen);
    if (bar && !(bar.hidden = chosen === 0) && count?.textContent !== said) announce(`${said} ${this.dataset.said ?? ""}`);
    if (count) count.textContent = said;
    const matching = this.querySelector<HTMLElement>("[data-select-matching]");
    if (matching) matching.hidden = !!this.all?.value || this.dataset.total === String(this.boxes.length);
    const merge = bar?.querySelector<HTMLElement>("[value=merge]");
    if (merge) merge.hidden = chosen !== 2;
    if (head) { head.checked = chosen > 0 && chosen === this.boxes.length; head.indeterminate = chosen > 0 && !head.checked; }
  };
}
