/* The chips of a combo that takes several: each shows a title, holds an id and can be taken away. */
export class Chips {
  constructor(private readonly value: HTMLInputElement, private readonly text: HTMLInputElement) {}

  get ids(): string[] {
    return this.value.value.split(",").filter(Boolean);
  }

  add(id: string, title: string): void {
    this.value.value = [...new Set([...this.ids, id])].join(",");
    this.show({ [id]: title });
  }

  show(titles: Record<string, string>): void {
    for (const [id, title] of Object.entries(titles)) {
      if (this.text.parentElement?.querySelector(`[data-chip="${CSS.escape(id)}"]`)) continue;
      const chip = Object.assign(document.createElement("span"), { className: "chip", textContent: title });
      chip.dataset.chip = id;
      const remove = Object.assign(document.createElement("button"), { type: "button", className: "chip-remove", textContent: "×", ariaLabel: `× ${title}` });
      remove.dataset.drop = id;
      chip.append(remove);
      this.text.before(chip);
    }
  }

  drop(button: HTMLElement | null): void {
    if (!button) return;
    this.value.value = this.ids.filter((id) => id !== button.dataset.drop).join(",");
    button.parentElement?.remove();
    this.text.focus();
  }

  dropLast(): void {
    this.drop([...(this.text.parentElement?.querySelectorAll<HTMLElement>("[data-drop]") ?? [])].at(-1) ?? null);
  }
}
