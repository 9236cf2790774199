/* Keys by their place on the keyboard, so that a Cyrillic layout works like a Latin one. */
export const mod = (event: KeyboardEvent | MouseEvent): boolean => event.ctrlKey || event.metaKey;

/** Return the letter printed on the key in the Latin layout, or the key's name. */
export function letter(event: KeyboardEvent): string {
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

/** True where keys write text, so that no shortcut may take them. */
export function typing(event: Event): boolean {
  const target = event.target as HTMLElement;
  return target.isContentEditable || !!target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [role=combobox]");
}

/** True while a dialog covers the page. */
export const covered = (): boolean => !!document.querySelector("dialog[open]");

/** Return the item `step` places after `current`, at most to the ends. */
export function neighbour<T>(items: T[], current: T | null, step: number): T | undefined {
  const place = current ? items.indexOf(current) : step > 0 ? -1 : items.length;
  return items[Math.min(items.length - 1, Math.max(0, place + step))];
}
