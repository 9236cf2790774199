import { dump, type FieldInfo, many, type Node, without } from "../lib/filter";

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] => Object.assign(document.createElement(tag), { className, textContent: text });
const pick = (pairs: [string, string][], value: string, label: string): HTMLSelectElement => {
  const select = make("select", "input input-sm");
  select.ariaLabel = label;
  for (const [key, text] of pairs) select.add(new Option(text, key, false, key === value));
  return select;
};

/** <x-filter data-fields data-tree data-words>: nested all/any groups of conditions; writes input[name=filter] in the text form. */
export class Filter extends HTMLElement {
  private fields: FieldInfo[] = [];
  private words: Record<string, string> = {};

  connectedCallback(): void {
    this.fields = JSON.parse(this.dataset.fields ?? "[]");
    this.words = JSON.parse(this.dataset.words ?? "{}");
    const tree: Node = JSON.parse(this.dataset.tree || "{}");
    const label = this.querySelector("label");
    if (!label || !this.fields.length) return;
    label.hidden = true;
    this.append(this.group("all" in tree || "any" in tree ? tree : { all: "field" in tree ? [tree] : [] }, true));
    this.addEventListener("change", () => this.write());
    this.addEventListener("input", () => this.write());
  }

  write(): void {
    this.querySelector<HTMLInputElement>("input[name=filter]")!.value = dump(this.read(this.querySelector(":scope > .builder-group")!));
  }

  group(node: Node, top = false): HTMLElement {
    const box = make("div", "builder-group");
    const head = make("div", "builder-head");
    head.append(`${this.words.match} `, pick([["all", this.words.all!], ["any", this.words.any!]], "any" in node ? "any" : "all", this.words.match!), ` ${this.words.of}`);
    if (!top) head.append(this.remover(box));
    const body = make("div", "builder-group-body stack");
    const nodes = "any" in node ? node.any : "all" in node ? node.all : [];
    for (const inner of nodes.length || !top ? nodes : [{ field: this.fields[0]!.path, op: "", value: "" }]) body.append("field" in inner ? this.row(inner) : this.group(inner));
    const foot = make("div", "builder-foot");
    foot.append(this.adder(this.words.add!, () => body.append(this.row({ field: this.fields[0]!.path, op: "" }))), this.adder(this.words.group!, () => body.append(this.group({ any: [{ field: this.fields[0]!.path, op: "" }] }))));
    box.append(head, body, foot);
    return box;
  }

  row(node: { field: string; op: string; value?: unknown }): HTMLElement {
    const row = make("div", "builder-row");
    const info = this.fields.find((field) => field.path === node.field) ?? this.fields[0]!;
    const field = pick(this.fields.map((item) => [item.path, item.label]), info.path, this.words.field!);
    const op = node.op || info.operators[0]![0];
    const operator = pick(info.operators, op, this.words.operator!);
    field.addEventListener("change", () => row.replaceWith(this.row({ field: field.value, op: "" })));
    operator.addEventListener("change", () => row.replaceWith(this.row({ field: field.value, op: operator.value, value: this.value(row) })));
    row.append(field, operator, without(op) ? make("span") : this.control(info, op, node.value ?? ""), this.remover(row));
    return row;
  }

  control(info: FieldInfo, op: string, value: unknown): HTMLElement {
    const offered = info.choices ?? (op === "within" || (info.kind === "link" && info.values && !many(op)) ? info.values : info.kind === "boolean" ? ([["true", this.words.yes!], ["false", this.words.no!]] as [string, string][]) : undefined);
    const text = Array.isArray(value) ? value.join(", ") : String(value);
    if (offered && !many(op)) return pick(offered.some(([key]) => key === text) || !text ? offered : [...offered, [text, text]], text, this.words.value!);
    const input = make("input", "input input-sm");
    Object.assign(input, { value: text, ariaLabel: this.words.value!, type: ["date", "moment"].includes(info.kind) && !many(op) ? "date" : "text" });
    if (offered) input.placeholder = offered.map(([key]) => key).join(", ");
    return input;
  }

  value(row: Element): unknown {
    const control = row.children[2] as HTMLInputElement;
    const op = (row.children[1] as HTMLSelectElement).value;
    return many(op) ? (control.value ?? "").split(",").map((item) => item.trim()).filter(Boolean) : (control.value ?? "");
  }

  read(box: Element): Node {
    const nodes: Node[] = [...box.querySelector(":scope > .builder-group-body")!.children].map((child) => child.matches(".builder-row") ? { field: (child.children[0] as HTMLSelectElement).value, op: (child.children[1] as HTMLSelectElement).value, value: this.value(child) } : this.read(child));
    return box.querySelector<HTMLSelectElement>(":scope > .builder-head > select")!.value === "any" ? { any: nodes } : { all: nodes };
  }

  adder(label: string, add: () => void): HTMLButtonElement {
    const button = Object.assign(make("button", "btn btn-quiet btn-sm", `+ ${label}`), { type: "button" });
    button.addEventListener("click", () => { add(); this.write(); });
    return button;
  }

  remover(of: HTMLElement): HTMLButtonElement {
    const button = Object.assign(make("button", "btn btn-quiet btn-icon btn-sm", "×"), { type: "button", ariaLabel: this.words.remove! });
    button.addEventListener("click", () => { of.remove(); this.write(); });
    return button;
  }
}
