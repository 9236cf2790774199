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
  if ("not" in node) return negated(dump(node.not, false));
  if (!node.field) return "";
  const blank = node.value === "" || node.value === undefined || node.value === null || (Array.isArray(node.value) && !node.value.some(Boolean));
  return without(node.op) ? `${node.field}.${node.op}` : blank ? "" : `${node.field}.${node.op}:${written(node.value)}`;
}

function group(word: string, nodes: Node[]): string {
  const inner = nodes.map((node) => dump(node, false)).filter(Boolean);
  return inner.length ? `${word}(${inner.join(",")})` : "";
}

const negated = (inner: string): string => (inner ? `not(${inner})` : "");

/** How deep a filter may nest, as `engine/filters/tree.py` has it. */
export const DEEPEST = 8;

/** Return how many groups stand in each other; all of the conditions at the top need none. */
export function depth(node: Node, top = true): number {
  if ("not" in node) return 1 + depth(node.not, false);
  if ("field" in node) return 0;
  const inner = Math.max(0, ...("all" in node ? node.all : node.any).map((item) => depth(item, false)));
  return inner + (top && "all" in node ? 0 : 1);
}

/** The three kinds of group, with what stands in them: “none” is a not around an any. */
export function opened(node: Node): [kind: "all" | "any" | "none", nodes: Node[]] {
  if ("all" in node) return ["all", node.all];
  if ("any" in node) return ["any", node.any];
  if ("field" in node) return ["all", [node]];
  return ["none", "any" in node.not ? node.not.any : [node.not]];
}

export const closed = (kind: string, nodes: Node[]): Node => (kind === "none" ? { not: { any: nodes } } : kind === "any" ? { any: nodes } : { all: nodes });
