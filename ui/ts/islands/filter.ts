import { button, control, make, pick, type Words } from "../lib/builder";
import { type Condition, dump, type FieldInfo, type Node, without } from "../lib/filter";
import { condition, tree } from "../lib/reading";

/** <x-filter data-fields data-tree data-words>: nested all/any groups of conditions; writes input[name=filter] in the text form. */
export class Filter extends HTMLElement {
  private fields: FieldInfo[] = [];
  private words: Words = {};

  connectedCallback(): void {
    this.fields = JSON.parse(this.dataset.fields ?? "[]");
    this.words = JSON.parse(this.dataset.words ?? "{}");
    const [label, given] = [this.querySelector("label"), JSON.parse(this.dataset.tree || '{"all":[]}') as Node];
    if (!label || !this.fields.length || this.querySelector(".builder-group")) return;
    label.hidden = true;
    this.append(this.group("all" in given || "any" in given ? given : { all: [given] }, true));
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
    this.querySelector<HTMLInputElement>("input[name=filter]")!.value = dump(tree(this.querySelector(":scope > .builder-group")!));
  }

  group(node: Node, top = false): HTMLElement {
    const [box, head, body, foot] = [make("div", "builder-group"), make("div", "builder-head"), make("div", "builder-group-body stack"), make("div", "builder-foot")];
    const add = (child: HTMLElement): void => { body.append(child); this.write(); };
    head.append(`${this.words.match} `, pick([["all", this.words.all!], ["any", this.words.any!]], "any" in node ? "any" : "all", this.words.match!), ` ${this.words.of}`);
    if (!top) head.append(button(this.words.remove!, true, () => { box.remove(); this.write(); }));
    const nodes = "any" in node ? node.any : "all" in node ? node.all : [];
    body.append(...(nodes.length ? nodes : [this.blank]).map((inner) => this.node(inner)));
    foot.append(button(this.words.add!, false, () => add(this.row(this.blank))), button(this.words.group!, false, () => add(this.group({ any: [this.blank] }))));
    box.append(head, body, foot);
    return box;
  }

  /** A “not” has no control of its own: it is kept as it is and can only be taken away. */
  node(node: Node): HTMLElement {
    if ("field" in node) return this.row(node);
    if (!("not" in node)) return this.group(node);
    const kept = make("div", "builder-head", dump(node));
    kept.dataset.node = JSON.stringify(node);
    kept.append(button(this.words.remove!, true, () => { kept.remove(); this.write(); }));
    return kept;
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
