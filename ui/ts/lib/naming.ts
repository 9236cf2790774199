/** Write the name and size of the file chosen inside `place` into its [data-file-name]; `words` when none is chosen. */
export function naming(place: HTMLElement, words: string): void {
  const file = place.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
  const label = place.querySelector("[data-file-name]");
  if (label) label.textContent = file ? `${file.name} · ${size(file.size)}` : words;
}

function size(bytes: number): string {
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return amount.toLocaleString(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0 });
}
