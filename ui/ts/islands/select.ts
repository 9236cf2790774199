import { Cursor } from "../lib/cursor";
import { covered, letter, mod, neighbour, typing } from "../lib/keys";
import { announce } from "../lib/server";

/**
 * <x-select data-total data-said>: rows chosen one by one, by range (Shift), all of the page or all that match; shows the bar of bulk
 * actions. At the keyboard: lib/cursor moves, Space or x chooses, Ctrl-A all, a goes to the bar, n and p turn pages, Escape gives up.
 */
export class Select extends HTMLElement {
  private last: HTMLInputElement | null = null;
  private cursor = new Cursor(this);

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
    if (head) { head.checked = chosen > 0 && chosen === this.boxes.length; head.indeterminate = chosen > 0 && !head.checked; }
  };

  private toggle(range: boolean): void {
    const box = this.cursor.row?.querySelector<HTMLInputElement>("input[name=ids]");
    if (!box) return;
    box.checked = range || !box.checked;
    this.one(box, range);
  }

  private key = (event: KeyboardEvent): void => {
    if ((event.target as HTMLElement).id === "quick-search") return void (this.outOfSearch(event) && event.preventDefault());
    if (typing(event) || covered() || event.altKey || event.defaultPrevented || document.querySelector(".panel, :popover-open.menu")) return;
    if (this.bar?.contains(event.target as Node) ? this.inBar(event) : this.pressed(event)) event.preventDefault();
  };

  /** Take a key pressed anywhere but in the bar; returns false for one that means nothing here. */
  private pressed(event: KeyboardEvent): boolean {
    const key = letter(event);
    if (mod(event)) return key === "a" && this.every();
    if (this.cursor.moved(event)) { if (event.shiftKey && /^Arrow(Up|Down)$/.test(event.key)) this.toggle(true); }
    else if (key === "x" || (event.code === "Space" && this.cursor.holds(event.target))) this.toggle(event.shiftKey);
    else if (key === "d") this.cursor.row?.querySelector<HTMLElement>(".tick")?.click();
    else if (key === "a") this.bar?.querySelector<HTMLElement>("button")?.focus();
    else if (key === "n" || key === "p") this.turn(key === "n" ? "#page-next" : "#page-previous");
    else if (event.key === "Escape" && !this.cursor.climbed()) this.none();
    else return false;
    return true;
  }

  /** Turn the page; the list that comes begins with its first row in focus. */
  private turn(link: string): void {
    const wait = (): void => { document.body.removeEventListener("htmx:afterSettle", wait); document.querySelector<HTMLElement>("#rows .row-link")?.focus(); };
    const page = this.querySelector<HTMLElement>(link);
    if (page) document.body.addEventListener("htmx:afterSettle", wait);
    page?.click();
  }

  private outOfSearch(event: KeyboardEvent): boolean {
    const search = event.target as HTMLInputElement;
    if (event.key === "ArrowDown" || (event.key === "Escape" && !search.value)) this.cursor.return();
    else return false;
    return true;
  }

  /** All rows of the page; once they are chosen, all that match. */
  private every(): boolean {
    if (this.boxes.length && this.boxes.every((box) => box.checked)) this.matching();
    else this.set(this.boxes, true);
    return true;
  }

  private inBar(event: KeyboardEvent): boolean {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
    if (event.key === "Escape") this.none();
    else if (step) neighbour([...this.bar!.querySelectorAll<HTMLElement>("button")], event.target as HTMLElement, step)?.focus();
    else return false;
    return true;
  }
}
