import { neighbour } from "../lib/keys";

/** <x-tabs> with role=tab buttons and their role=tabpanel blocks: arrows move; the first field of a panel gets the focus, unless data-stay. */
export class Tabs extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const tab = (event.target as HTMLElement).closest<HTMLElement>("[role=tab]");
      if (tab) this.choose(tab);
    });
    this.addEventListener("keydown", (event) => {
      const tab = (event.target as HTMLElement).closest<HTMLElement>("[role=tab]");
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
      if (!tab || !step) return;
      event.preventDefault();
      const next = neighbour(this.tabs, tab, step);
      if (next) this.choose(next, false);
      next?.focus();
    });
    for (const tab of this.tabs) tab.tabIndex = tab.getAttribute("aria-selected") === "true" ? 0 : -1;
  }

  get tabs(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[role=tab]")];
  }

  choose(chosen: HTMLElement, enter = true): void {
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = tab !== chosen;
      if (enter && tab === chosen && !this.hasAttribute("data-stay")) panel?.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
    }
  }
}
