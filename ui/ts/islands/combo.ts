import { neighbour } from "../lib/keys";
import { ask } from "../lib/server";

/**
 * <x-combo object="company" name="company" [multiple] [titles='{"7":"Acme"}']> around a hidden input (the ids) and a text input:
 * asks /search/options for what is typed, lists it, takes the choice. An option with data-create makes the record first.
 */
export class Combo extends HTMLElement {
  private options = document.createElement("div");
  private turn = 0;

  connectedCallback(): void {
    if (this.contains(this.options)) return;
    Object.assign(this.options, { className: "options", id: `${this.text.id}-options`, role: "listbox" });
    this.options.popover = "manual";
    this.append(this.options);
    this.text.setAttribute("aria-controls", this.options.id);
    this.text.setAttribute("aria-expanded", "false");
    this.text.addEventListener("input", () => { if (!this.multiple) this.value.value = ""; void this.search(); });
    this.text.addEventListener("focus", () => this.text.select());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.options.addEventListener("mousedown", (event) => { event.preventDefault(); this.take((event.target as HTMLElement).closest<HTMLElement>("[role=option]")); });
    this.addEventListener("focusout", () => setTimeout(() => this.contains(document.activeElement) || this.shut(), 0));
    this.addEventListener("click", (event) => this.drop((event.target as HTMLElement).closest<HTMLElement>("[data-drop]")));
    if (this.multiple) this.chips(JSON.parse(this.getAttribute("titles") ?? "{}"));
  }

  get multiple(): boolean { return this.hasAttribute("multiple"); }
  get value(): HTMLInputElement { return this.querySelector<HTMLInputElement>("input[type=hidden]")!; }
  get text(): HTMLInputElement { return this.querySelector<HTMLInputElement>("input:not([type=hidden])")!; }
  get items(): HTMLElement[] { return [...this.options.querySelectorAll<HTMLElement>("[role=option]")]; }
  get chosen(): HTMLElement | null { return this.options.querySelector<HTMLElement>("[aria-selected=true]"); }
  get ids(): string[] { return this.value.value.split(",").filter(Boolean); }

  async search(): Promise<void> {
    const turn = ++this.turn;
    const { status, html } = await ask(`/search/options?${new URLSearchParams({ object: this.getAttribute("object") ?? "", q: this.text.value, name: this.getAttribute("name") ?? "" })}`);
    if (turn !== this.turn || status !== 200) return;
    this.options.innerHTML = html;
    this.items.forEach((item, place) => (item.id = `${this.options.id}-${place}`));
    this.show(this.items.length > 0 && this.contains(document.activeElement));
    this.choose(this.items[0]);
  }

  show(open: boolean): void {
    this.text.setAttribute("aria-expanded", String(open));
    this.options.togglePopover(open);
    if (!open) return;
    const [from, size] = [this.text.getBoundingClientRect(), this.options.getBoundingClientRect()];
    const below = from.bottom + 4 + size.height <= innerHeight || from.top < size.height;
    Object.assign(this.options.style, { width: `${Math.max(from.width, 224)}px`, left: `${from.left}px`, top: `${below ? from.bottom + 4 : from.top - size.height - 4}px` });
  }

  choose(item: HTMLElement | undefined): void {
    this.chosen?.setAttribute("aria-selected", "false");
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", item?.id ?? "");
  }

  take(item: HTMLElement | null): void {
    if (!item) return;
    const [id, title] = [item.dataset.value ?? "", item.dataset.title ?? item.textContent?.trim() ?? ""];
    this.value.value = this.multiple ? [...new Set([...this.ids, id])].join(",") : id;
    this.text.value = this.multiple ? "" : title;
    if (this.multiple) this.chips({ [id]: title });
    this.shut();
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chips(titles: Record<string, string>): void {
    for (const [id, title] of Object.entries(titles)) {
      if (this.querySelector(`[data-chip="${CSS.escape(id)}"]`)) continue;
      const chip = Object.assign(document.createElement("span"), { className: "chip", textContent: title });
      chip.dataset.chip = id;
      const remove = Object.assign(document.createElement("button"), { type: "button", className: "chip-remove", textContent: "×", ariaLabel: `× ${title}` });
      remove.dataset.drop = id;
      chip.append(remove);
      this.text.before(chip);
    }
  }

  drop(button: HTMLElement | null): void {
    if (!button) return;
    this.value.value = this.ids.filter((id) => id !== button.dataset.drop).join(",");
    button.parentElement?.remove();
    this.text.focus();
  }

  shut(): void {
    this.options.replaceChildren();
    this.show(false);
    if (!this.multiple && !this.value.value) this.text.value = "";
  }

  key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.items.length) void this.search();
    else if (step) this.choose(neighbour(this.items, this.chosen, step));
    else if (event.key === "Enter" && this.chosen) this.take(this.chosen);
    else if (event.key === "Escape" && this.items.length) { this.shut(); event.stopPropagation(); }
    else if (event.key === "Backspace" && this.multiple && !this.text.value) return this.drop([...this.querySelectorAll<HTMLElement>("[data-drop]")].at(-1) ?? null);
    else return;
    event.preventDefault();
  }
}
