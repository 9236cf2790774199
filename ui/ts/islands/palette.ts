import { mod } from "../lib/keys";
import { Listbox } from "../lib/listbox";

/** <x-palette data-url="/search">: Ctrl-K on any keyboard layout; asks for results as one types; arrows and Enter. */
export class Palette extends HTMLElement {
  private box!: Listbox;

  connectedCallback(): void {
    this.box = new Listbox(this.input, this.querySelector("[role=listbox]")!);
    document.addEventListener("keydown", this.pressed);
    document.addEventListener("click", this.clicked);
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.pressed);
    document.removeEventListener("click", this.clicked);
  }

  get dialog(): HTMLDialogElement { return this.querySelector("dialog")!; }
  get input(): HTMLInputElement { return this.querySelector("input")!; }

  private pressed = (event: KeyboardEvent): void => {
    if (mod(event) && !event.altKey && !event.shiftKey && event.code === "KeyK") this.toggle(event);
  };

  private clicked = (event: MouseEvent): void => {
    const opener = (event.target as HTMLElement).closest?.("[data-palette-open]");
    if (opener && !event.ctrlKey && !event.metaKey) this.toggle(event);
  };

  toggle(event: Event): void {
    event.preventDefault();
    if (this.dialog.open) return this.dialog.close();
    this.dialog.showModal();
    this.input.select();
    this.search(0);
  }

  search(wait?: number): void {
    const query = new URLSearchParams({ q: this.input.value, part: "palette", from: location.pathname });
    this.box.ask(`${this.dataset.url}?${query}`, undefined, wait);
  }

  key(event: KeyboardEvent): void {
    const chosen = this.box.chosen as HTMLAnchorElement | null;
    if (event.key === "Enter" && chosen) mod(event) ? window.open(chosen.href) : chosen.click();
    else if (!this.box.moved(event)) return;
    event.preventDefault();
  }
}
