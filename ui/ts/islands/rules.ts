import { announce, ask } from "../lib/server";

interface State { hidden: boolean; required: boolean; readonly: boolean; why: string; said: string }

/**
 * <x-rules data-href> in a form or a record: asks the server how its fields are to be treated whenever a value has changed, and shows, hides,
 * requires or locks them. What was typed into a field that is hidden stays there. Changes are said to who does not see them.
 */
export class Rules extends HTMLElement {
  private known = new Map<string, string>();
  private asked = 0;
  private timer = 0;

  connectedCallback(): void {
    const form = this.closest("form");
    if (form) for (const event of ["input", "change"]) form.addEventListener(event, this.soon);
    else for (const event of ["record-changed", "record-version"]) document.body.addEventListener(event, this.soon);
    void this.look(form !== null);
  }

  disconnectedCallback(): void {
    for (const event of ["record-changed", "record-version"]) document.body.removeEventListener(event, this.soon);
  }

  private soon = (): void => {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), 200);
  };

  /** Only the answer to the last question counts; the first one says nothing aloud. */
  private async look(quietly = false): Promise<void> {
    const form = this.closest("form");
    const number = ++this.asked;
    const { status, html } = await ask(this.dataset.href!, form ? { method: "POST", body: values(form) } : {});
    if (status !== 200 || number !== this.asked || !this.isConnected) return;
    const fields = (JSON.parse(html) as { fields: Record<string, State> }).fields;
    const said: string[] = [];
    for (const [name, state] of Object.entries(fields)) {
      const now = `${state.hidden}${state.required}${state.readonly}`;
      if (this.known.has(name) && this.known.get(name) !== now) said.push(state.said);
      this.known.set(name, now);
      if (form) control(form, name, state);
      else row(this.closest("#record")!, name, state);
    }
    if (said.length && !quietly) announce(said.join(". "));
  }
}

/** What the form holds, without its files. */
function values(form: HTMLFormElement): FormData {
  const given = new FormData(form);
  for (const [name, value] of [...given.entries()]) if (value instanceof Blob) given.delete(name);
  return given;
}

function control(form: HTMLFormElement, name: string, state: State): void {
  const input = form.querySelector<HTMLElement>(`#field-${name}`);
  const place = input?.closest<HTMLElement>(".field");
  if (!input || !place) return;
  place.hidden = state.hidden;
  place.title = state.why;
  input.setAttribute("aria-required", String(state.required));
  const label = place.querySelector(".label");
  let star = label?.querySelector<HTMLElement>("[data-rule]");
  if (state.required && label && !star && !label.querySelector(".required")) {
    star = document.createElement("span");
    Object.assign(star, { className: "required", textContent: " *" }).dataset.rule = "";
    star.ariaHidden = "true";
    label.append(star);
  }
  if (star) star.hidden = !state.required;
}

function row(record: Element, name: string, state: State): void {
  for (const place of record.querySelectorAll<HTMLElement>(`.field-row[data-field="${name}"]`)) {
    place.hidden = state.hidden;
    place.title = state.why;
    const star = place.querySelector<HTMLElement>("dt .required");
    if (star) star.hidden = !state.required;
    const edit = place.dataset.edit ?? place.dataset.rested;
    if (!edit) continue;
    delete place.dataset[state.readonly ? "edit" : "rested"];
    place.dataset[state.readonly ? "rested" : "edit"] = edit;
    place.classList.toggle("editable", !state.readonly);
  }
}
