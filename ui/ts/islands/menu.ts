import { neighbour } from "../lib/keys";
import { place } from "../lib/place";

/** <x-menu><button popovertarget><div class="menu" popover>: puts the menu beside its button and moves through it by arrows. */
export class Menu extends HTMLElement {
  connectedCallback(): void {
    const [menu, button] = [this.menu, this.querySelector<HTMLElement>("[popovertarget]")];
    if (!menu || !button) return;
    menu.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String((event as ToggleEvent).newState === "open")));
    new ResizeObserver(() => { if (menu.matches(":popover-open")) place(menu, button); }).observe(menu);
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("click", (event) => {
      if ((event.target as HTMLElement).closest("a.menu-item")) menu.hidePopover();
    });
  }

  get menu(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[popover]");
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
