import { begin, end, save } from "../lib/editing";
import { mod } from "../lib/keys";
import { Dialog } from "./dialog";
import { center } from "./shell";

/**
 * <x-edit> around cells or field rows with data-edit: F2, Enter or a double click ask for the form (GET), Enter saves it (POST with the
 * version), Escape cancels, Tab goes on to the next cell. 422 shows the mistake, 409 the dialog of two people's changes.
 */
export class Edit extends HTMLElement {
  connectedCallback(): void {
    const path = this.querySelector<HTMLElement>(".stages");
    if (path) center(path, path.querySelector(".is-current"));
    if (this.id === "record" && document.readyState === "complete") window.setTimeout(() => this.land(), 150);
    this.addEventListener("dblclick", (event) => this.open(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.key(event));
    document.body.addEventListener("record-version", this.newer);
    if (this.id === "record") document.addEventListener("dialog-closed", this.landed);
    this.addEventListener("submit", (event) => {
      const form = (event.target as HTMLElement).closest<HTMLFormElement>("form.edit");
      if (!form) return;
      event.preventDefault();
      void this.send(form);
    });
  }

  /** A record drawn again took along the button that was pressed: the keyboard goes on at the stage, or at the menu. */
  land(): void {
    if (document.activeElement !== document.body) return;
    const stage = this.querySelector<HTMLElement>(".stages .is-current button:enabled");
    (stage ?? this.querySelector<HTMLElement>("[popovertarget=menu-record]"))?.focus({ preventScroll: true });
  }

  /** A dialog that closes after the record was drawn again has nothing to give the keyboard back to. */
  private landed = (): void => this.land();

  disconnectedCallback(): void {
    document.body.removeEventListener("record-version", this.newer);
    document.removeEventListener("dialog-closed", this.landed);
  }

  /** What was done beside made a new version of the row or record, and changed what some of its fields say. */
  private newer = (event: Event): void => {
    const { id, version, cells } = (event as CustomEvent<{ id: number; version: number; cells: Record<string, string> }>).detail;
    const row = this.dataset.id === String(id) ? this : this.querySelector<HTMLElement>(`[data-id="${id}"][data-version]`);
    if (row) row.dataset.version = String(version);
    for (const [name, html] of Object.entries(cells)) {
      const place = row?.querySelector(`[data-field="${name}"]:not(.is-editing)`);
      (place?.querySelector("dd") ?? place)?.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    }
  };

  clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const place = target.closest<HTMLElement>("[data-edit]");
    if (place && target.closest("[data-edit-cancel]")) end(place);
    else if (target.closest("[data-edit-link]") || (target.closest(".field-row.editable dd") && !target.closest("a, button"))) this.open(event);
  }

  open(event: Event): void {
    const target = event.target as HTMLElement;
    const place = target.closest<HTMLElement>("[data-edit]") ?? target.closest(".row")?.querySelector<HTMLElement>("[data-edit]");
    if (!place || place.classList.contains("is-editing")) return;
    event.preventDefault();
    void begin(place);
  }

  async send(form: HTMLFormElement, onward?: HTMLElement): Promise<void> {
    const dialog = await save(form.closest<HTMLElement>("[data-edit]")!, form);
    if (dialog) Dialog.show(dialog);
    else if (dialog === null && onward) void begin(onward);
  }

  key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const form = target.closest<HTMLFormElement>("form.edit");
    const place = target.closest<HTMLElement>("[data-edit]");
    if (!form) return void ((event.key === "F2" || (event.key === "Enter" && target === place)) && this.open(event));
    if (event.key === "Escape" && place) end(place);
    else if (event.key === "Enter" && (target.matches("select") || (target.matches("textarea") && mod(event)))) form.requestSubmit();
    else if (event.key === "Tab" && form.closest("td")) void this.send(form, this.beside(place!, event.shiftKey ? -1 : 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  beside(place: HTMLElement, step: number): HTMLElement | undefined {
    const places = [...this.querySelectorAll<HTMLElement>("td[data-edit]")];
    return places[places.indexOf(place) + step];
  }
}
