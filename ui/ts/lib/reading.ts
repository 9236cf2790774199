/* What the rows of the filter builder say, read back into a tree. */
import { said } from "./builder";
import { closed, type Condition, type Node, without } from "./filter";

export function condition(row: Element): Condition {
  const [field, operator, value] = [...row.children] as [HTMLSelectElement, HTMLSelectElement, Element];
  return { field: field.value, op: operator.value, value: without(operator.value) ? undefined : said(value, operator.value) };
}

/** Return the group that `box` shows. */
export function tree(box: Element): Node {
  const nodes = [...box.querySelector(":scope > .builder-group-body")!.children].map((child) => (child.matches(".builder-row") ? condition(child) : tree(child)));
  return closed(box.querySelector<HTMLSelectElement>(":scope > .builder-head > select")!.value, nodes);
}
