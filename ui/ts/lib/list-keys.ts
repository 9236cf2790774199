import type { Select } from "../islands/select";
import { covered, letter, mod, neighbour, typing } from "./keys";

/** A list at the keyboard: lib/cursor moves, Space or x chooses, Ctrl-A all, a goes to the bar, d ticks, n and p turn pages, Escape gives up. */
export class ListKeys {
  constructor(private readonly list: Select) {}

  private toggle(range: boolean): void {
    const box = this.list.cursor.row?.querySelector<HTMLInputElement>("input[name=ids]");
    if (!box) return;
    box.checked = range || !box.checked;
    this.list.one(box, range);
  }

  press = (event: KeyboardEvent): void => {
    if ((event.target as HTMLElement).id === "quick-search") return void (this.outOfSearch(event) && event.preventDefault());
    if (typing(event) || covered() || event.altKey || event.defaultPrevented || document.querySelector(".panel, :popover-open.menu")) return;
    if (this.list.bar?.contains(event.target as Node) ? this.inBar(event) : this.pressed(event)) event.preventDefault();
  };

  /** Take a key pressed anywhere but in the bar; returns false for one that means nothing here. */
  private pressed(event: KeyboardEvent): boolean {
    const key = letter(event);
    if (mod(event)) return key === "a" && this.every();
    if (this.list.cursor.moved(event)) { if (event.shiftKey && /^Arrow(Up|Down)$/.test(event.key)) this.toggle(true); }
    else if (key === "x" || (event.code === "Space" && this.list.cursor.holds(event.target))) this.toggle(event.shiftKey);
    else if (key === "d") this.list.cursor.row?.querySelector<HTMLElement>(".tick")?.click();
    else if (key === "a") this.list.bar?.querySelector<HTMLElement>("button")?.focus();
    else if (key === "n" || key === "p") this.turn(key === "n" ? "#page-next" : "#page-previous");
    else if (event.key === "Escape" && !this.list.cursor.climbed()) this.list.none();
    else return false;
    return true;
  }

  /** Turn the page; the list that comes begins with its first row in focus. */
  private turn(link: string): void {
    const wait = (): void => { document.body.removeEventListener("htmx:afterSettle", wait); document.querySelector<HTMLElement>("#rows .row-link")?.focus(); };
    const page = this.list.querySelector<HTMLElement>(link);
    if (page) document.body.addEventListener("htmx:afterSettle", wait);
    page?.click();
  }

  private outOfSearch(event: KeyboardEvent): boolean {
    const search = event.target as HTMLInputElement;
    if (event.key === "ArrowDown" || (event.key === "Escape" && !search.value)) this.list.cursor.return();
    else return false;
    return true;
  }

  /** All rows of the page; once they are chosen, all that match. */
  private every(): boolean {
    if (this.list.boxes.length && this.list.boxes.every((box) => box.checked)) this.list.matching();
    else this.list.set(this.list.boxes, true);
    return true;
  }

  private inBar(event: KeyboardEvent): boolean {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
    if (event.key === "Escape") this.list.none();
    else if (step) neighbour([...this.list.bar!.querySelectorAll<HTMLElement>("button")], event.target as HTMLElement, step)?.focus();
    else return false;
    return true;
  }
}
