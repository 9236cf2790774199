/* Where a chip or a panel of the editor of layouts goes when it is moved by an arrow, put away or added. */

export const shown = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-chip]:not([hidden])")];
const isPage = (list: HTMLElement): boolean => ["panel", "unused"].includes(list.dataset.chips ?? "");
const columns = (list: HTMLElement): number => Number(/in-(\d)/.exec(list.className)?.[1] ?? 1);

/** Move a chip or a panel the way of an arrow. Returns false where it cannot go further. */
export function arrow(item: HTMLElement, key: string): boolean {
  return item.matches("[data-chip]") ? carry(item, key) : swap(item, ["ArrowUp", "ArrowLeft"].includes(key) ? item.previousElementSibling : item.nextElementSibling, key);
}

function swap(panel: HTMLElement, other: Element | null, key: string): boolean {
  if (!other) return false;
  if (["ArrowUp", "ArrowLeft"].includes(key)) other.before(panel);
  else other.after(panel);
  return true;
}

function carry(chip: HTMLElement, key: string): boolean {
  const list = chip.parentElement as HTMLElement;
  const chips = shown(list);
  const place = chips.indexOf(chip);
  const inRow = list.classList.contains("in-row");
  const width = inRow ? 1 : columns(list);
  const isFirst = place % width === 0;
  const isLast = place % width === width - 1 || place === chips.length - 1;
  if (key === "ArrowLeft") return inRow || !isFirst ? put(chip, list, place - 1) : aside(chip, list, "panel");
  if (key === "ArrowRight") return inRow || !isLast ? put(chip, list, place + 1) : aside(chip, list, "unused");
  if (key === "ArrowUp") return place >= width ? put(chip, list, place - width) : over(chip, list, -1);
  const lastRow = Math.floor((chips.length - 1) / width);
  return Math.floor(place / width) < lastRow ? put(chip, list, Math.min(place + width, chips.length - 1)) : over(chip, list, 1);
}

/** Put a chip at a place among those of a list. */
function put(chip: HTMLElement, list: HTMLElement, place: number): boolean {
  const others = shown(list).filter((other) => other !== chip);
  if (place < 0 || place > others.length) return false;
  list.insertBefore(chip, others[place] ?? null);
  return true;
}

/** Into the list above or below, at its near end. */
function over(chip: HTMLElement, list: HTMLElement, step: number): boolean {
  const lists = pageLists(list);
  const next = lists[lists.indexOf(list) + step];
  return !!next && put(chip, next, step > 0 ? 0 : shown(next).length);
}

/** Across: out of a panel to what is not on the page, or back into the first panel. */
function aside(chip: HTMLElement, list: HTMLElement, to: string): boolean {
  if (!isPage(list) || list.dataset.chips === to) return false;
  const next = pageLists(list).find((other) => other.dataset.chips === to);
  return !!next && put(chip, next, to === "unused" ? 0 : shown(next).length);
}

function pageLists(list: HTMLElement): HTMLElement[] {
  return isPage(list) ? [...list.closest("[role=tabpanel]")!.querySelectorAll<HTMLElement>("[data-chips=panel], [data-chips=unused]")] : [list];
}

/** Take a chip away: from a panel to what is not on the page, from elsewhere altogether. Returns what to look at next. */
export function away(chip: HTMLElement): HTMLElement | null {
  const next = (chip.nextElementSibling ?? chip.previousElementSibling) as HTMLElement | null;
  const list = chip.parentElement as HTMLElement;
  const unused = isPage(list) ? pageLists(list).at(-1) : undefined;
  if (unused) unused.prepend(chip);
  else chip.remove();
  return next;
}

/** Put a chip that is not on the page at the end of the first panel. */
export function onto(chip: HTMLElement): boolean {
  return aside(chip, chip.parentElement as HTMLElement, "panel");
}

/** Return a new chip for a field, made of the template of chips. */
export function chipOf(template: HTMLTemplateElement, name: string, label: string): HTMLElement {
  const chip = (template.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>("[data-chip]")!;
  chip.dataset.chip = name;
  chip.querySelector("input")!.value = `field:${name}`;
  chip.querySelector(".chip-label")!.textContent = label;
  for (const named of chip.querySelectorAll("[aria-label]")) for (const key of ["aria-label", "title"]) if (named.hasAttribute(key)) named.setAttribute(key, named.getAttribute(key)!.replace("LABEL", label));
  return chip;
}
