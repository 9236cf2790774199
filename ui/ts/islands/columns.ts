import Sortable from "sortablejs";

/** <x-columns> around a list of check boxes or lines: drag by the grip or Alt with an arrow to reorder; the form sends them in order. `data-grow`: there is always an empty line more. */
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
    if ("grow" in list.dataset) grow(list);
  }
}

/** Keeps an empty line at the end; Enter goes on to the next line instead of sending the form. */
function grow(list: HTMLElement): void {
  const word = (item: Element | null) => item?.querySelector<HTMLInputElement>("input:not([type=hidden])") ?? null;
  const blank = list.querySelector("li.is-new:last-child")?.cloneNode(true) as HTMLElement | undefined;
  let made = list.querySelectorAll("li.is-new").length;
  const add = () => {
    if (!blank || !word(list.lastElementChild)?.value.trim()) return;
    const item = blank.cloneNode(true) as HTMLElement;
    const key = `new-${made++}`;
    for (const control of item.querySelectorAll<HTMLInputElement>("[name]")) {
      control.name = control.name.replace(/new-\d+$/, key);
      if (/^new-\d+$/.test(control.value)) control.value = key;
    }
    list.append(item);
  };
  add();
  list.addEventListener("input", add);
  list.addEventListener("keydown", (event) => {
    const item = (event.target as HTMLElement).closest("li");
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    word(item?.nextElementSibling ?? null)?.focus();
  });
}
