import { setCookie } from "../lib/server";

/** Scroll a strip of links so that the current one stands in its middle. */
export function center(strip: HTMLElement, current: HTMLElement | null): void {
  if (current) strip.scrollLeft = current.offsetLeft - strip.offsetLeft - (strip.clientWidth - current.clientWidth) / 2;
}

/** <x-shell data-sidebar="open|slim" data-drawer="open|">: folds the sidebar, and opens it as a drawer on phones. */
export class Shell extends HTMLElement {
  connectedCallback(): void {
    for (const strip of this.querySelectorAll<HTMLElement>(".tabs, .settings-nav")) center(strip, strip.querySelector("[aria-current]"));
    this.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      if (target.closest("[data-sidebar-toggle]")) this.fold();
      else if (target.closest("[data-drawer-toggle]")) this.draw(this.dataset.drawer !== "open");
      else if (this.dataset.drawer === "open" && !target.closest(".sidebar")) this.draw(false);
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.dataset.drawer === "open") this.draw(false);
    });
  }

  fold(): void {
    const slim = this.dataset.sidebar !== "slim";
    this.dataset.sidebar = slim ? "slim" : "open";
    setCookie("sidebar", this.dataset.sidebar);
  }

  draw(open: boolean): void {
    this.dataset.drawer = open ? "open" : "";
    this.querySelector("[data-drawer-toggle]")?.setAttribute("aria-expanded", String(open));
    (open ? this.querySelector<HTMLElement>(".sidebar a") : this.querySelector<HTMLElement>("[data-drawer-toggle]"))?.focus();
  }
}
