/* The filter grammar on this side: the tree the server sends as JSON, and the text the address carries. */
export interface Condition { field: string; op: string; value?: unknown }
export type Node = Condition | { all: Node[] } | { any: Node[] } | { not: Node };
export interface FieldInfo { path: string; label: string; kind: string; object?: string; operators: [string, string][]; choices?: [string, string][]; values?: [string, string][]; titles?: Record<string, string> }

const PLAIN = /^[^,()[\]"\s]+(?: [^,()[\]"\s]+)*$/;
const quote = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return PLAIN.test(text) ? text : JSON.stringify(text);
};
export const written = (value: unknown): string => (Array.isArray(value) ? `[${value.map(quote).join(",")}]` : quote(value));
export const without = (op: string): boolean => op === "empty" || op === "not_empty";
export const many = (op: string): boolean => op === "in" || op === "not_in" || op === "between";

/** Return the text of a tree, as `engine/filters/text.py` writes it. */
export function dump(node: Node, top = true): string {
  if ("all" in node) return top ? node.all.map((inner) => dump(inner, false)).filter(Boolean).join(",") : group("all", node.all);
  if ("any" in node) return group("any", node.any);
  if ("not" in node) return `not(${dump(node.not, false)})`;
  if (!node.field) return "";
  const blank = node.value === "" || node.value === undefined || node.value === null || (Array.isArray(node.value) && !node.value.some(Boolean));
  return without(node.op) ? `${node.field}.${node.op}` : blank ? "" : `${node.field}.${node.op}:${written(node.value)}`;
}

function group(word: string, nodes: Node[]): string {
  const inner = nodes.map((node) => dump(node, false)).filter(Boolean);
  return inner.length ? `${word}(${inner.join(",")})` : "";
}
