/* One value that is being edited where it stands: its place holds the form, and what was there before can come back. */
import { ask, fill, post } from "./server";
import { say } from "./say";

const before = new WeakMap<Element, string>();
const inside = (place: HTMLElement): HTMLElement => place.querySelector<HTMLElement>(":scope > dd") ?? place;

/** Ask for the form and put it in place of the value. */
export async function begin(place: HTMLElement): Promise<void> {
  const { status, html } = await ask(place.dataset.edit!);
  if (status !== 200) return;
  before.set(place, inside(place).innerHTML);
  if (place.matches("td")) place.style.minInlineSize = `${place.offsetWidth}px`; // the form lies over the cell and would let its column shrink
  place.classList.add("is-editing");
  fill(inside(place), html);
  focus(place);
}

/** Show `html` in place of the form; without it, what was there before. */
export function end(place: HTMLElement, html = before.get(place)): void {
  if (html === undefined || !place.classList.contains("is-editing")) return;
  place.classList.remove("is-editing", "is-wrong");
  place.style.minInlineSize = "";
  fill(inside(place), html);
  (place.querySelector<HTMLElement>("[data-edit-link]") ?? place).focus();
}

/** Send the form. Returns the dialog to open when somebody else changed the record, null when it was taken, "" when it stays open. */
export async function save(place: HTMLElement, form: HTMLFormElement): Promise<string | null> {
  const holder = place.closest<HTMLElement>("[data-version]");
  const values = new FormData(form);
  if (holder) values.set("version", holder.dataset.version!);
  place.classList.add("is-saving");
  const { status, html, headers } = await post(form.action, values).finally(() => place.classList.remove("is-saving"));
  if (status === 422) return wrong(place, html);
  end(place, status < 400 ? html : undefined);
  if (status === 409) return html;
  if (status >= 400) say({ kind: "failed", tone: "bad" });
  else saved(place, holder, headers.get("X-Version"));
  return null;
}

function wrong(place: HTMLElement, html: string): string {
  fill(inside(place), html);
  place.classList.add("is-wrong");
  focus(place);
  return "";
}

function saved(place: HTMLElement, holder: HTMLElement | null, version: string | null): void {
  if (holder && version) holder.dataset.version = version;
  place.classList.add("is-saved");
  setTimeout(() => place.classList.remove("is-saved"), 1200);
  document.body.dispatchEvent(new CustomEvent("record-changed", { detail: { field: place.dataset.field } }));
}

function focus(place: HTMLElement): void {
  const control = place.querySelector<HTMLInputElement>(".edit :is(input:not([type=hidden]), select, textarea)");
  if (control && !control.labels?.length && !control.ariaLabel) control.ariaLabel = place.querySelector("dt")?.textContent ?? place.dataset.label ?? null;
  control?.focus();
  if (control?.matches("input:is([type=text], [type=email], [type=tel], [type=url])")) control.select();
}
