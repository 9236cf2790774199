import { mod, neighbour } from "../lib/keys";
import { ask } from "../lib/server";

/** <x-palette data-url="/search">: Ctrl-K on any keyboard layout; asks for results as one types; arrows and Enter. */
export class Palette extends HTMLElement {
  private turn = 0;
  private timer = 0;

  connectedCallback(): void {
    document.addEventListener("keydown", (event) => {
      if (mod(event) && !event.altKey && !event.shiftKey && event.code === "KeyK") this.toggle(event);
    });
    document.addEventListener("click", (event) => {
      const opener = (event.target as HTMLElement).closest?.("[data-palette-open]");
      if (opener && !mod(event as unknown as KeyboardEvent)) this.toggle(event);
    });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.input.addEventListener("input", () => { clearTimeout(this.timer); this.timer = window.setTimeout(() => void this.search(), 70); });
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  get dialog(): HTMLDialogElement { return this.querySelector("dialog")!; }
  get input(): HTMLInputElement { return this.querySelector("input")!; }
  get list(): HTMLElement { return this.querySelector("[role=listbox]")!; }
  get items(): HTMLAnchorElement[] { return [...this.list.querySelectorAll<HTMLAnchorElement>("[role=option]")]; }
  get chosen(): HTMLAnchorElement | null { return this.list.querySelector<HTMLAnchorElement>("[aria-selected=true]"); }

  toggle(event: Event): void {
    event.preventDefault();
    if (this.dialog.open) return this.dialog.close();
    this.dialog.showModal();
    this.input.select();
    void this.search();
  }

  async search(): Promise<void> {
    const turn = ++this.turn;
    const query = new URLSearchParams({ q: this.input.value, part: "palette", from: location.pathname });
    const { status, html } = await ask(`${this.dataset.url}?${query}`);
    if (turn !== this.turn || status !== 200) return;
    this.list.innerHTML = html;
    this.items.forEach((item, place) => (item.id = `palette-option-${place}`));
    this.choose(this.items[0]);
  }

  choose(item: HTMLElement | undefined): void {
    this.chosen?.setAttribute("aria-selected", "false");
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item?.id ?? "");
  }

  key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose(neighbour(this.items, this.chosen, step));
    else if (event.key === "Enter" && this.chosen) mod(event) ? window.open(this.chosen.href) : this.chosen.click();
    else return;
    event.preventDefault();
  }
}
