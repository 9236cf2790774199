import { Chips } from "../lib/chips";
import { Listbox } from "../lib/listbox";
import { post } from "../lib/server";

/**
 * <x-combo object="company" name="company" [multiple] [titles='{"7":"Acme"}']> around a hidden input (the ids) and a text input:
 * asks /search/options, or the address `from`, for what is typed, lists it, takes the choice.
 */
export class Combo extends HTMLElement {
  private box!: Listbox;
  private chips!: Chips;

  connectedCallback(): void {
    if (this.box) return;
    [this.box, this.chips] = [Listbox.of(this.text, this), new Chips(this.value, this.text)];
    this.text.addEventListener("input", () => { if (!this.multiple) this.value.value = ""; this.search(); });
    this.text.addEventListener("focus", () => this.text.select());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.box.list.addEventListener("mousedown", (event) => { event.preventDefault(); this.take((event.target as HTMLElement).closest<HTMLElement>("[role=option]")); });
    this.addEventListener("focusout", () => setTimeout(() => this.contains(document.activeElement) || this.shut(), 0));
    this.addEventListener("click", (event) => this.chips.drop((event.target as HTMLElement).closest<HTMLElement>("[data-drop]")));
    if (this.multiple) this.chips.show(JSON.parse(this.getAttribute("titles") ?? "{}"));
  }

  get multiple(): boolean { return this.hasAttribute("multiple"); }
  get value(): HTMLInputElement { return this.querySelector<HTMLInputElement>("input[type=hidden]")!; }
  get text(): HTMLInputElement { return this.querySelector<HTMLInputElement>("input:not([type=hidden])")!; }

  search(): void {
    const query = new URLSearchParams({ object: this.getAttribute("object") ?? "", q: this.text.value, name: this.getAttribute("name") ?? "" });
    this.box.ask(`${this.getAttribute("from") ?? "/search/options"}?${query}`, () => this.show(this.box.items.length > 0 && this.contains(document.activeElement)));
  }

  show(open: boolean): void {
    if (this.isConnected) this.box.show(open);
  }

  /** Make the record that does not exist yet, then take it. */
  async make(title: string): Promise<void> {
    const { status, html } = await post("/search/options", { object: this.getAttribute("object") ?? "", q: title });
    const made = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[role=option]");
    if (status < 400) this.take(made);
  }

  take(item: HTMLElement | null): void {
    if (!item) return;
    if (item.dataset.create) return void this.make(item.dataset.create);
    const [id, title] = [item.dataset.value ?? "", item.dataset.title ?? ""];
    if (this.multiple) this.chips.add(id, title);
    else this.value.value = id;
    this.text.value = this.multiple ? "" : title;
    this.shut();
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  shut(): void {
    this.box.clear();
    this.show(false);
    if (!this.multiple && !this.value.value) this.text.value = "";
  }

  key(event: KeyboardEvent): void {
    const open = this.box.items.length > 0;
    if (event.key === "ArrowDown" && !open) this.search();
    else if (event.key === "Enter" && this.box.chosen) this.take(this.box.chosen);
    else if (event.key === "Enter" && this.multiple && this.text.value) void 0; // what is only typed is not sent
    else if (event.key === "Escape" && open) { this.shut(); event.stopPropagation(); }
    else if (event.key === "Backspace" && this.multiple && !this.text.value) this.chips.dropLast();
    else if (!this.box.moved(event)) return;
    event.preventDefault();
  }
}
