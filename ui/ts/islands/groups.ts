import { ask, fill } from "../lib/server";

/** <x-groups> around a grouped list: a group opens to its records, which are asked for when it is opened first. */
export class Groups extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>(".group-open");
      if (button) void this.toggle(button);
    });
    this.addEventListener("keydown", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>(".group-row");
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!row || !step || event.altKey || event.ctrlKey || event.metaKey) return;
      const rows = [...this.querySelectorAll<HTMLElement>(".group-row")];
      rows[rows.indexOf(row) + step]?.querySelector<HTMLElement>(".group-open, .group-link")?.focus();
      event.preventDefault();
      event.stopPropagation();
    });
  }

  private async toggle(button: HTMLElement): Promise<void> {
    const inside = document.getElementById(button.getAttribute("aria-controls") ?? "");
    const place = inside?.querySelector<HTMLElement>(":scope > td");
    if (!inside || !place) return;
    const opens = inside.hidden;
    if (opens && !place.childElementCount) {
      const { status, html } = await ask(button.dataset.rows ?? "");
      if (status !== 200) return;
      fill(place, html);
    }
    inside.hidden = !opens;
    button.setAttribute("aria-expanded", String(opens));
  }
}
