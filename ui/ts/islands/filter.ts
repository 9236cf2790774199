import { button, control, make, pick, type Words } from "../lib/builder";
import { type Condition, DEEPEST, depth, dump, type FieldInfo, type Node, opened, without } from "../lib/filter";
import { condition, tree } from "../lib/reading";

/** <x-filter data-fields data-tree data-words>: nested all/any/none groups of conditions; writes the input of its label in the text form. */
export class Filter extends HTMLElement {
  private fields: FieldInfo[] = [];
  private words: Words = {};

  connectedCallback(): void {
    this.fields = JSON.parse(this.dataset.fields ?? "[]");
    this.words = JSON.parse(this.dataset.words ?? "{}");
    const [label, given] = [this.querySelector("label"), JSON.parse(this.dataset.tree || '{"all":[]}') as Node];
    if (!label || !this.fields.length || this.querySelector(".builder-group")) return;
    label.hidden = true;
    this.append(this.group(given, true));
    this.write();
    this.enter();
    this.closest("[popover]")?.addEventListener("toggle", (event) => (event as ToggleEvent).newState === "open" && this.enter());
    for (const name of ["change", "input"]) this.addEventListener(name, () => this.write());
  }

  /** Begin at the last condition: who opens the builder wants to say something. */
  private enter(): void {
    if (this.closest(":popover-open")) [...this.querySelectorAll<HTMLElement>(".builder-row > select:first-child")].at(-1)?.focus();
  }

  get blank(): Condition {
    return { field: this.fields[0]!.path, op: "" };
  }

  write(): void {
    const top = this.querySelector(":scope > .builder-group")!;
    this.querySelector<HTMLInputElement>(":scope > label input")!.value = dump(tree(top));
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-nest]")) button.disabled = this.within(button) >= DEEPEST;
  }

  /** Return how many groups of the grammar stand around `element`. */
  private within(element: Element): number {
    const around = [...this.querySelectorAll(".builder-group")].filter((box) => box.contains(element));
    const kinds = around.map((box) => box.querySelector<HTMLSelectElement>(".builder-head > select")!.value);
    return kinds.reduce((sum, kind, place) => sum + (kind === "none" ? 2 : kind === "all" && !place ? 0 : 1), 0);
  }

  /** A group is all, any or none of what stands in it. One that would nest deeper than the grammar goes is put back. */
  group(node: Node, top = false): HTMLElement {
    const [kind, nodes] = opened(node);
    const [box, head, body, foot] = [make("div", "builder-group"), make("div", "builder-head"), make("div", "builder-group-body stack"), make("div", "builder-foot")];
    const add = (child: HTMLElement): void => { body.append(child); this.write(); child.querySelector<HTMLElement>("select")?.focus(); };
    const chosen = pick([["all", this.words.all!], ["any", this.words.any!], ["none", this.words.none!]], kind, this.words.match!);
    chosen.addEventListener("change", () => { if (depth(tree(this.querySelector(":scope > .builder-group")!)) > DEEPEST) chosen.value = "any"; });
    box.role = "group";
    box.ariaLabel = this.words.match!;
    head.append(`${this.words.match} `, chosen, ` ${this.words.of}`);
    if (!top) head.append(button(this.words.remove!, true, () => { box.remove(); this.write(); }));
    body.append(...(nodes.length ? nodes : [this.blank]).map((inner) => ("field" in inner ? this.row(inner) : this.group(inner))));
    const nest = button(this.words.group!, false, () => add(this.group({ any: [this.blank] })));
    nest.dataset.nest = "";
    foot.append(button(this.words.add!, false, () => add(this.row(this.blank))), nest);
    box.append(head, body, foot);
    return box;
  }

  row(node: Condition): HTMLElement {
    const row = make("div", "builder-row");
    const info = this.fields.find((field) => field.path === node.field) ?? this.fields[0]!;
    const op = info.operators.some(([key]) => key === node.op) ? node.op : info.operators[0]![0];
    const [field, operator] = [pick(this.fields.map((item) => [item.path, item.label]), info.path, this.words.field!), pick(info.operators, op, this.words.operator!)];
    field.addEventListener("change", () => row.replaceWith(this.row({ field: field.value, op: "" })));
    operator.addEventListener("change", () => row.replaceWith(this.row({ ...condition(row), op: operator.value })));
    row.append(field, operator, without(op) ? make("span") : control(info, op, node.value, this.words), button(this.words.remove!, true, () => { row.remove(); this.write(); }));
    return row;
  }
}
