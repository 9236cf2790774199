/** Put the floating `box` under `anchor`, or over it where there is no room below, and never outside the window. */
export function place(box: HTMLElement, anchor: Element, width = 0): void {
  if (width) box.style.width = `${width}px`;
  const [from, size] = [anchor.getBoundingClientRect(), box.getBoundingClientRect()];
  const below = from.bottom + 4 + size.height <= innerHeight || from.top < size.height;
  const left = from.left + size.width > innerWidth - 8 ? from.right - size.width : from.left;
  box.style.top = `${Math.max(8, below ? from.bottom + 4 : from.top - size.height - 4)}px`;
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
}
