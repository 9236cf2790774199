import { ask, fill, post } from "../lib/server";
import { Dialog } from "./dialog";

/**
 * <x-edit> around cells or field rows with data-edit: F2, Enter or a double click ask for the form (GET), Enter saves it (POST with the
 * version), Escape cancels, Tab goes on to the next. 422 shows the mistake, 409 the dialog of two people's changes.
 */
export class Edit extends HTMLElement {
  private kept = new WeakMap<Element, string>();

  connectedCallback(): void {
    this.querySelector(".stage.is-current")?.scrollIntoView({ block: "nearest", inline: "center" });
    this.addEventListener("dblclick", (event) => this.begin(event));
    this.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      if (target.closest("[data-edit-cancel]")) this.cancel(target);
      else if (target.closest("[data-edit-link]") || target.closest(".field-row.editable dd") && !target.closest("a, button, .is-editing")) this.begin(event);
    });
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("submit", (event) => {
      const form = (event.target as HTMLElement).closest<HTMLFormElement>("form.edit");
      if (!form) return;
      event.preventDefault();
      void this.save(form);
    });
  }

  begin(event: Event): void {
    const target = event.target as HTMLElement;
    const place = target.closest<HTMLElement>("[data-edit]") ?? target.closest(".row")?.querySelector<HTMLElement>("[data-edit]");
    if (!place || place.classList.contains("is-editing")) return;
    event.preventDefault();
    void this.edit(place);
  }

  inside(place: HTMLElement): HTMLElement { return place.querySelector<HTMLElement>(":scope > dd") ?? place; }

  async edit(place: HTMLElement): Promise<void> {
    const { status, html } = await ask(place.dataset.edit!);
    if (status !== 200) return;
    this.kept.set(place, this.inside(place).innerHTML);
    place.classList.add("is-editing");
    fill(this.inside(place), html);
    const control = place.querySelector<HTMLInputElement>(".edit :is(input:not([type=hidden]), select, textarea)");
    control?.focus();
    if (control?.matches("input[type=text], input:not([type])")) control.select();
  }

  cancel(target: HTMLElement): void {
    const place = target.closest<HTMLElement>("[data-edit]");
    const html = place && this.kept.get(place);
    if (!place || html === undefined || html === null) return;
    this.end(place, html);
    place.querySelector<HTMLElement>("[data-edit-link]")?.focus();
  }

  end(place: HTMLElement, html: string): void {
    place.classList.remove("is-editing", "is-wrong", "is-saving");
    fill(this.inside(place), html);
    if (place.matches("td")) place.focus();
  }

  async save(form: HTMLFormElement, onward?: HTMLElement): Promise<void> {
    const place = form.closest<HTMLElement>("[data-edit]")!;
    const holder = form.closest<HTMLElement>("[data-version]");
    const values = new FormData(form);
    if (holder) values.set("version", holder.dataset.version!);
    place.classList.add("is-saving");
    const { status, html, headers } = await post(form.action, values);
    place.classList.remove("is-saving");
    if (status === 422) return void (fill(this.inside(place), html), place.classList.add("is-wrong"), place.querySelector<HTMLElement>(".edit .input")?.focus());
    this.end(place, status < 400 ? html : this.kept.get(place)!);
    if (status === 409) return Dialog.show(html);
    if (status >= 400) return void document.body.dispatchEvent(new CustomEvent("toast", { detail: { kind: "failed", tone: "bad" } }));
    if (holder && headers.get("X-Version")) holder.dataset.version = headers.get("X-Version")!;
    place.classList.add("is-saved");
    setTimeout(() => place.classList.remove("is-saved"), 1200);
    document.body.dispatchEvent(new CustomEvent("record-changed", { detail: { field: place.dataset.field } }));
    if (onward) void this.edit(onward);
  }

  key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const form = target.closest<HTMLFormElement>("form.edit");
    if (!form) return void ((event.key === "F2" || (event.key === "Enter" && target.matches("[data-edit]"))) && this.begin(event));
    if (event.key === "Escape") this.cancel(target);
    else if (event.key === "Tab" && form.closest("td")) this.tab(event, form);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  tab(event: KeyboardEvent, form: HTMLFormElement): void {
    const places = [...this.querySelectorAll<HTMLElement>("td[data-edit]")];
    const next = places[places.indexOf(form.closest("td")!) + (event.shiftKey ? -1 : 1)];
    void this.save(form, next);
  }
}
