import { neighbour } from "./keys";
import { place } from "./place";
import { ask } from "./server";

/** The list of suggestions under a combobox: asked for as one types, one of them chosen, moved through by arrows. */
export class Listbox {
  private turn = 0;
  private timer = 0;

  constructor(private readonly input: HTMLInputElement, readonly list: HTMLElement) {}

  /** Return a listbox with a list of its own inside `place`, which `input` speaks for. */
  static of(input: HTMLInputElement, place: HTMLElement): Listbox {
    const list = Object.assign(document.createElement("div"), { className: "options", id: `${input.id}-options`, role: "listbox", popover: "manual" });
    place.append(list);
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    return new Listbox(input, list);
  }

  /** Show the list under its input, or hide it. */
  show(open: boolean): void {
    this.input.setAttribute("aria-expanded", String(open));
    this.list.togglePopover(open);
    if (open) place(this.list, this.input, Math.max(this.input.getBoundingClientRect().width, 224));
  }

  get items(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  get chosen(): HTMLElement | null {
    return this.list.querySelector<HTMLElement>("[aria-selected=true]");
  }

  /** Ask `url` soon and call `then` with the list filled; an answer that a later question overtook is dropped. */
  ask(url: string, then: () => void = () => undefined, wait = 70): void {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.timer = window.setTimeout(async () => {
      const { status, html } = await ask(url);
      if (turn !== this.turn || status !== 200) return;
      this.list.innerHTML = html;
      this.items.forEach((item, place) => (item.id = `${this.list.id}-${place}`));
      this.choose(this.items[0]);
      then();
    }, wait);
  }

  choose(item: HTMLElement | undefined): void {
    this.chosen?.setAttribute("aria-selected", "false");
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item?.id ?? "");
  }

  /** Take the key if it moves through the list. */
  moved(event: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.items.length) return false;
    this.choose(neighbour(this.items, this.chosen, step));
    return true;
  }

  clear(): void {
    this.turn++;
    this.list.replaceChildren();
    this.input.setAttribute("aria-activedescendant", "");
  }
}
