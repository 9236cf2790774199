import Sortable from "sortablejs";

/** <x-columns> around a list of check boxes: drag by the grip or Alt with an arrow to reorder; the form sends them in order. */
export class Columns extends HTMLElement {
  connectedCallback(): void {
    const list = this.querySelector<HTMLElement>("ul, ol");
    if (!list) return;
    Sortable.create(list, { handle: ".grip", animation: 120, forceFallback: true });
    list.addEventListener("keydown", (event) => {
      const item = (event.target as HTMLElement).closest("li");
      if (!event.altKey || !item) return;
      const other = event.key === "ArrowUp" ? item.previousElementSibling : event.key === "ArrowDown" ? item.nextElementSibling : null;
      if (!other) return;
      event.preventDefault();
      if (event.key === "ArrowUp") other.before(item);
      else other.after(item);
      (event.target as HTMLElement).focus();
    });
  }
}
