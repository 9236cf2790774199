/* The controls of the filter builder: small elements, and the one that takes a condition's value. */
import { type FieldInfo, many } from "./filter";

export type Words = Record<string, string>;
type Pair = [string, string];

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

export function pick(pairs: Pair[], value: string, label: string): HTMLSelectElement {
  const select = make("select", "input input-sm");
  select.ariaLabel = label;
  for (const [key, text] of pairs) select.add(new Option(text, key, false, key === value));
  return select;
}

export function button(label: string, icon: boolean, act: () => void): HTMLButtonElement {
  const made = make("button", `btn btn-quiet btn-sm${icon ? " btn-icon" : ""}`, icon ? "×" : `+ ${label}`);
  Object.assign(made, { type: "button", ariaLabel: icon ? label : null });
  made.addEventListener("click", act);
  return made;
}

function offered(info: FieldInfo, op: string, words: Words): Pair[] | undefined {
  if (info.choices) return info.choices;
  if (info.kind === "boolean") return [["true", words.yes!], ["false", words.no!]];
  return op === "within" || info.kind === "link" ? info.values : undefined;
}

/** Return the control for the value of `info op`: a choice where there is one, records found by typing, days, or a line of text. */
export function control(info: FieldInfo, op: string, value: unknown, words: Words): HTMLElement {
  const values = (Array.isArray(value) ? value : [value ?? ""]).map(String);
  const pairs = offered(info, op, words);
  if (op === "between") return range(info, values, words);
  if (pairs?.length) return choice(pairs, values, many(op), words);
  if (info.kind === "link" && info.object) return combo(info, values.join(","), many(op));
  return line(info, values.join(", "), words);
}

function choice(pairs: Pair[], values: string[], several: boolean, words: Words): HTMLElement {
  const missing = values.filter((value) => value && !pairs.some(([key]) => key === value)).map((value): Pair => [value, value]);
  const select = pick([...pairs, ...missing], values[0] ?? "", words.value!);
  select.multiple = several;
  if (several) for (const option of select.options) option.selected = values.includes(option.value);
  return select;
}

function line(info: FieldInfo, value: string, words: Words): HTMLInputElement {
  const type = info.kind === "date" || info.kind === "moment" ? "date" : "text";
  return Object.assign(make("input", "input input-sm"), { type, value, ariaLabel: words.value! });
}

function range(info: FieldInfo, values: string[], words: Words): HTMLElement {
  const both = make("span", "input-group");
  both.append(line(info, values[0] ?? "", words), line(info, values[1] ?? "", words));
  return both;
}

function combo(info: FieldInfo, value: string, several: boolean): HTMLElement {
  const found = document.createElement("x-combo");
  found.setAttribute("object", info.object!);
  found.toggleAttribute("multiple", several);
  if (info.titles) found.setAttribute("titles", JSON.stringify(info.titles));
  const text = Object.assign(make("input", "input input-sm"), { type: "text", id: `value-${Math.random().toString(36).slice(2)}`, role: "combobox", autocomplete: "off", ariaLabel: info.label, value: several || !value ? "" : (info.titles?.[value] ?? `#${value}`) });
  found.append(Object.assign(make("input"), { type: "hidden", value }), text);
  return found;
}

/** Return what a control says: a text, or a list where the operator takes several. */
export function said(from: Element, op: string): unknown {
  if (from.matches(".input-group")) return [...from.querySelectorAll("input")].map((input) => input.value);
  if (from instanceof HTMLSelectElement && from.multiple) return [...from.selectedOptions].map((option) => option.value);
  const text = (from.matches("x-combo") ? from.querySelector("input")! : (from as HTMLInputElement)).value ?? "";
  return many(op) ? text.split(",").map((item) => item.trim()).filter(Boolean) : text;
}
