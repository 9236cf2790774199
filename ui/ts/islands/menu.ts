import { neighbour } from "../lib/keys";

/** <x-menu><button popovertarget><div class="menu" popover>: puts the menu beside its button and moves through it by arrows. */
export class Menu extends HTMLElement {
  connectedCallback(): void {
    const menu = this.menu;
    menu?.addEventListener("toggle", (event) => {
      const open = (event as ToggleEvent).newState === "open";
      this.button?.setAttribute("aria-expanded", String(open));
      if (open) this.place(menu);
    });
    if (menu) new ResizeObserver(() => menu.matches(":popover-open") && this.place(menu)).observe(menu);
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("click", (event) => {
      if ((event.target as HTMLElement).closest("a.menu-item")) menu?.hidePopover();
    });
  }

  get menu(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[popover]");
  }

  get button(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[popovertarget]");
  }

  place(menu: HTMLElement): void {
    const [from, size] = [this.button!.getBoundingClientRect(), menu.getBoundingClientRect()];
    const below = from.bottom + 4 + size.height <= innerHeight || from.top < size.height;
    const left = from.left + size.width > innerWidth - 8 ? from.right - size.width : from.left;
    menu.style.top = `${Math.max(8, below ? from.bottom + 4 : from.top - size.height - 4)}px`;
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  }

  move(event: KeyboardEvent): void {
    const menu = this.menu;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !menu || (event.target as HTMLElement).matches("select, textarea, input:not([type=checkbox])")) return;
    event.preventDefault();
    if (!menu.matches(":popover-open")) menu.showPopover();
    const items = [...menu.querySelectorAll<HTMLElement>(".menu-item, .check, .btn")];
    neighbour(items, items.find((item) => item === document.activeElement) ?? null, step)?.focus();
  }
}
